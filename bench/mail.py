"""How many ballot mails a second one sender manages, beside bare smtplib to the same sink.

`python bench/mail.py [MESSAGES] [--fast]` (2,000) brings its own PostgreSQL (durable, as in life,
unless fast) and mail sink. The sender is pinned to one core; database and sink have the others. What is measured is
`elections.mailing.send_due` as a worker calls it, unpaced: claim, write text and HTML, SMTP, commit.
Also timed: queueing, and the office's progress query over all of them.
"""

from __future__ import annotations

import os
import smtplib
import sys
import time
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(PROJECT))
COUNT = int(next((word for word in sys.argv[1:] if word.isdigit()), "2000"))


def main() -> None:
    from bench.embedded import site

    os.environ["MAIL_PER_SECOND"] = "1000000"
    with site(durable="--fast" not in sys.argv):
        measure()


def measure() -> None:
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.utils import timezone

    from elections import mailing, outbox
    from elections.mailing.writing import Batch
    from elections.models import Message
    from tests.mailing import cast

    call_command("migrate", verbosity=0)
    election = cast.election()
    cast.enrol_many(election, COUNT)
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})

    step = Step()
    outbox.queue_ballots(election, now=timezone.now())
    step.say("queue_ballots", COUNT)

    some = list(Message.objects.values_list("pk", flat=True)[:500])
    step = Step()
    batch = Batch(some)
    mails = [batch.write(message) for message in batch.messages]
    step.say("writing alone, text and HTML", len(mails))
    step = Step()
    raw = [mail.message().as_bytes(linesep="\r\n") for mail in mails]
    step.say("of which none yet: MIME to bytes", len(raw))

    step = Step()
    with smtplib.SMTP(settings.EMAIL_HOST, settings.EMAIL_PORT) as server:
        for number in range(COUNT):
            server.sendmail("a@example.org", ["b@example.org"], raw[number % len(raw)])
    bare = step.say("bare smtplib, the same bytes", COUNT)

    step = Step()
    sent = 0
    while run := mailing.send_due(now=timezone.now(), for_seconds=5).sent:
        sent += run
    rate = step.say("mailing.send_due", sent)
    print(f"  of bare smtplib: {rate / bare:.0%}")
    if sent != COUNT:
        sys.exit(f"{sent} of {COUNT} were sent")

    step = Step()
    mailing.progress(election, now=timezone.now())
    step.say(f"progress, over {COUNT:,} messages", 1)


class Step:
    """Elapsed time, and this process's own processor time: the latter holds on a busy machine."""

    def __init__(self) -> None:
        self.begun, self.used = time.perf_counter(), time.process_time()

    def say(self, what: str, count: int) -> float:
        seconds = time.perf_counter() - self.begun
        own = (time.process_time() - self.used) / count
        print(
            f"{what}: {count:,} in {seconds:.2f} s, {count / seconds:,.0f} a second; "
            f"{1e3 * own:.2f} ms of processor each, {1 / max(own, 1e-9):,.0f} a second and core",
            flush=True,
        )
        return count / seconds


if __name__ == "__main__":
    main()
