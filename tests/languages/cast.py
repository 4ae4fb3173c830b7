"""An election in two languages, and whoever switches Welsh on for it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.utils import timezone
from django.utils.translation import trans_real

from elections import scheduling
from elections.models import Election
from members.models import User
from members.roles import Role
from tests.members.people import add_staff
from tests.public import cast

READER = "Nia Powell"


def ada() -> User:
    return add_staff("ada@example.org", Role.ADMINISTRATOR)


def in_welsh(election: Election) -> Election:
    scheduling.switch_welsh_on(election, approved_by=READER, actor=None, now=timezone.now())
    return Election.objects.select_related("timetable").get(pk=election.pk)


def with_titles(title: str = "NCG 2026", title_cy: str = "Y Grŵp 2026") -> Election:
    """Its notice is out; the title and that of the contest in Scotland have Welsh."""
    election = cast.election(title, noticed=False)
    scheduling.change_election(
        election,
        {"title_cy": title_cy, "summary": "Who leads us.", "summary_cy": "Pwy sy’n arwain."},
        actor=None,
    )
    election.contests.filter(title="Scotland").update(title_cy="Yr Alban")
    scheduling.publish_notice(election, actor=None, now=election.timetable.notice_at)
    return Election.objects.select_related("timetable").get(pk=election.pk)


def words(response: Any) -> str:
    return " ".join(response.content.decode().split())


@contextmanager
def welsh_for(**words_for: str) -> Iterator[None]:
    """The catalogue says these words meanwhile, whatever is translated of it by now."""
    catalogue = trans_real.translation("cy")
    asked = catalogue.gettext
    catalogue.gettext = lambda message: words_for.get(message, asked(message))  # type: ignore[method-assign]
    try:
        yield
    finally:
        del catalogue.gettext
