"""What people read."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage

import pytest
from django.utils import timezone

from elections import mailing, outbox
from elections.ballots import codes
from elections.models import Election, Message, PublicChange, Timetable
from tests.embedded.guards import without_the_guard
from tests.embedded.mailbox import Mailbox
from tests.mailing import cast

KINDS = list(Message.Kind)
# What the acts behind the messages write into them.
DETAILS = {
    "reason": "Not <joined>.",
    "slate": "Branch & Workplace",
    "candidate": "Bea Okafor",
    "contest": "Midlands",
    "until": "2026-06-25T11:00:00+00:00",
    "contests": ["Wales: 1 seat", "Scotland: 2 seats"],
    "passage": "answer <every>\nletter",
    "moved": [
        {
            "words": "answers close",
            "before": "2026-06-29T11:00:00+00:00",
            "after": "2026-06-29T16:00:00+00:00",
        }
    ],
}


def _send() -> None:
    mailing.send_due(now=timezone.now() + timedelta(minutes=1))


def _one_of(kind: Message.Kind, election: Election, **details: object) -> None:
    """A message of the kind is sent to Aisha."""
    aisha = cast.member("aisha")
    entry = cast.enrol(election, aisha)
    PublicChange.objects.create(
        election=election,
        made_at=timezone.now(),
        reason="The hall was <b>double</b> booked.",
        before={"voting_closes_at": "2026-06-30T11:00:00+00:00", "reminder_at": None},
        after={"voting_closes_at": "2026-07-01T11:00:00+00:00", "reminder_at": None},
    )
    cast.votes(entry, 1)
    now = timezone.now()
    match kind:
        case Message.Kind.BALLOT:
            outbox.queue_ballots(election, now=now)
        case Message.Kind.REMINDER:
            outbox.queue_reminders(election, 1, now=now)
        case Message.Kind.RECORDED:
            outbox.queue_recorded(election, now=election.timetable.voting_closes_at)
            Message.objects.update(not_before=now)
        case Message.Kind.TIMETABLE_CHANGED:
            outbox.queue_timetable_change(election, now=now)
        case _:
            nomination = cast.nominated(election, aisha, state="refused", reason="Not <joined>.")
            soon = {"reopening_opens_at": now, "reopening_closes_at": now + timedelta(days=1)}
            Timetable.objects.filter(election=election).update(**soon)
            outbox.queue_to_member(
                kind,
                election=election,
                member=aisha,
                nomination=nomination,
                details={**DETAILS, **details},
                now=now,
            )
    _send()


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_says_when_and_for_whom_in_its_first_two_lines(
    election: Election, mailbox: Mailbox, kind: Message.Kind
) -> None:
    _one_of(kind, election)
    [mail] = mailbox.messages()
    first, second = cast.text(mail).splitlines()[:2]
    assert re.search(r"clos\w+ .*\d{1,2} \w+ 20\d\d, .*\((BST|GMT)\)", first, re.IGNORECASE), first
    assert second == "For Aisha Bello, member 100001."


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_says_the_same_in_text_and_in_html(
    election: Election, mailbox: Mailbox, kind: Message.Kind
) -> None:
    _one_of(kind, election)
    [mail] = mailbox.messages()
    _compare(mail)


def _compare(mail: EmailMessage) -> None:
    """Each line of the text is in the HTML."""
    html = re.sub(r"<(style|title)>.*?</\1>", "", cast.html(mail), flags=re.DOTALL)
    html = re.sub(r"<[^>]+>", " ", html).replace("&lt;", "<").replace("&gt;", ">")
    html = " ".join(html.replace("&#x27;", "'").replace("&amp;", "&").split())
    html = re.sub(r" ([.:,])", r"\1", html)
    for line in cast.text(mail).splitlines():
        words = line.removeprefix("- ").rstrip(":").strip()
        if words and words != "--":
            assert words in html, words


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_one_button_and_its_address_in_words_and_fetches_nothing(
    election: Election, mailbox: Mailbox, kind: Message.Kind
) -> None:
    _one_of(kind, election)
    [mail] = mailbox.messages()
    html = cast.html(mail)
    links = re.findall(r'<a [^>]*href="([^"]+)"', html)
    assert len(links) == 2
    assert links[0] == links[1]
    assert f">{links[0]}</a>" in html
    assert f"\n{links[0]}\n" in cast.text(mail)
    assert not re.search(r"<img|src=|url\(|<script|<link|@import", html)


@pytest.mark.parametrize("kind", KINDS)
def test_no_kind_leaves_anything_of_a_template_behind(
    election: Election, mailbox: Mailbox, kind: Message.Kind
) -> None:
    _one_of(kind, election)
    [mail] = mailbox.messages()
    text, html = cast.text(mail), cast.html(mail)
    assert not re.search(r"\{[%{#]|[%}#]\}", text + html)
    assert "\n\n\n" not in text
    assert "&lt;" not in text
    assert "<2026>" in text
    assert "<2026>" not in html
    assert "<joined>" not in html
    assert "<b>double</b>" not in html
    assert mail["Subject"].endswith("NCG election <2026> & more")
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["List-Unsubscribe"] is None


def test_the_ballots_link_carries_the_voters_code(election: Election, mailbox: Mailbox) -> None:
    entry = cast.enrol(election, cast.member("aisha"))
    cast.ballots(election)
    _send()
    [mail] = mailbox.messages()
    code = codes.code_for(election.pk, entry.member_id, 1)
    assert f"/v/{entry.pk}-{code}/\n" in cast.text(mail)
    assert "Momentum will never ask for your link or your code" in cast.text(mail)
    assert "It does not say how you voted" in cast.text(mail)
    assert "- Midlands: 4 seats\n- Shall the rules change?\n" in cast.text(mail)
    assert code not in mail["Subject"]


def test_a_reminder_carries_the_link_too(election: Election, mailbox: Mailbox) -> None:
    entry = cast.enrol(election, cast.member("aisha"))
    outbox.queue_reminders(election, 1, now=timezone.now())
    _send()
    [mail] = mailbox.messages()
    assert f"/v/{entry.pk}-" in cast.text(mail)
    assert "If you began and saw no receipt" in cast.text(mail)


def test_two_who_share_a_mailbox_can_tell_their_mails_apart(
    election: Election, mailbox: Mailbox
) -> None:
    for who in ("yusuf", "carol"):
        cast.enrol(election, cast.member(who))
    cast.ballots(election)
    _send()
    mails = mailbox.messages(to="household@example.org")
    assert [mail["Subject"] for mail in mails] == [
        "Your ballot paper for Yusuf Hughes: NCG election <2026> & more",
        "Your ballot paper for Carol Hughes: NCG election <2026> & more",
    ]
    assert [mail["To"] for mail in mails] == [
        "Yusuf Hughes <household@example.org>",
        "Carol Hughes <household@example.org>",
    ]
    assert len({mail["Message-ID"] for mail in mails}) == 2


def test_a_name_with_accents_arrives_whole(election: Election, mailbox: Mailbox) -> None:
    cast.enrol(election, cast.member("zoe"))
    cast.ballots(election)
    _send()
    [mail] = mailbox.messages()
    assert mail["To"].addresses[0].display_name == "Zoë Ní Dhuibhne-Ōtani"
    assert "Zoë Ní Dhuibhne-Ōtani" in mail["Subject"]
    assert "For Zoë Ní Dhuibhne-Ōtani, member" in cast.text(mail)


def test_a_name_with_line_breaks_begins_no_header(election: Election, mailbox: Mailbox) -> None:
    cast.enrol(election, cast.member("mallory"))
    cast.ballots(election)
    _send()
    [mail] = mailbox.messages()
    assert mail.get_all("Delivered-To") == ["mallory@example.org"]
    assert mail["Bcc"] is None
    assert mail["To"].addresses[0].addr_spec == "mallory@example.org"
    assert "\n" not in mail["Subject"]


def test_a_name_cannot_stand_for_another_voters_link(election: Election, mailbox: Mailbox) -> None:
    """Names are written in last, where templates left stand-ins; one that looks like one is text."""
    aisha = cast.member("aisha")
    aisha.first_name = "\ue000button_url\ue001 <b>"
    aisha.save()
    entry = cast.enrol(election, aisha)
    cast.ballots(election)
    _send()
    [mail] = mailbox.messages()
    assert cast.text(mail).count(f"/v/{entry.pk}-") == 1
    assert cast.html(mail).count(f"/v/{entry.pk}-") == 3
    assert "&lt;b&gt; Bello" in cast.html(mail)
    assert "\ue000" not in mail["Subject"]


def test_an_address_that_is_none_fails_its_message_alone(
    election: Election, mailbox: Mailbox
) -> None:
    cast.enrol(election, cast.member("aisha"))
    cast.enrol(election, cast.member("zoe"))
    cast.ballots(election)
    Message.objects.filter(to="aisha@example.org").update(
        to="aisha@example.org\r\nBcc: everybody@example.org"
    )
    _send()
    assert cast.states() == ["failed", "sent"]
    assert len(mailbox.messages()) == 1


def test_a_refused_nomination_says_why(election: Election, mailbox: Mailbox) -> None:
    _one_of(Message.Kind.NOMINATION_REFUSED, election)
    [mail] = mailbox.messages()
    assert "The reason:\nNot <joined>.\n" in cast.text(mail)


def test_a_changed_timetable_says_what_moved_and_why(election: Election, mailbox: Mailbox) -> None:
    _one_of(Message.Kind.TIMETABLE_CHANGED, election)
    [mail] = mailbox.messages()
    assert "- Voting closes: Wednesday 1 July 2026, 12 noon (BST)\n" in cast.text(mail)
    assert "  before: Tuesday 30 June 2026, 12 noon (BST)\n" in cast.text(mail)
    assert "The reason:\nThe hall was <b>double</b> booked.\n" in cast.text(mail)


def _words(kind: Message.Kind, election: Election, mailbox: Mailbox, **details: object) -> str:
    """The text of such a message, which its HTML has, too."""
    _one_of(kind, election, **details)
    [mail] = mailbox.messages()
    _compare(mail)
    return cast.text(mail)


CHANGE_UNTIL = "or until your nomination is decided, you can change what you wrote"


def test_a_received_nomination_says_until_when_it_changes_and_when_one_can_withdraw(
    election: Election, mailbox: Mailbox
) -> None:
    Timetable.objects.filter(election=election).update(
        notice_at=datetime(2026, 5, 1, 11, tzinfo=UTC),
        self_nomination_opens_at=datetime(2026, 5, 2, 11, tzinfo=UTC),
        self_nomination_closes_at=datetime(2026, 6, 11, 11, tzinfo=UTC),
        withdrawal_closes_at=datetime(2026, 6, 13, 16, tzinfo=UTC),
    )
    text = _words(Message.Kind.NOMINATION_RECEIVED, election, mailbox, may_withdraw=True)
    closes = "Until self-nomination closes, on Thursday 11 June 2026, 12 noon (BST)"
    assert f"{closes}, {CHANGE_UNTIL}" in text
    assert "You can withdraw there until Saturday 13 June 2026, 5 pm (BST)." in text


def test_where_none_are_needed_nobody_is_told_to_find_supporters(
    election: Election, mailbox: Mailbox
) -> None:
    without_the_guard(Election.objects.filter(pk=election.pk), supporters_needed=0)
    Timetable.objects.filter(election=election).update(
        notice_at=datetime(2026, 5, 1, 11, tzinfo=UTC),
        self_nomination_opens_at=datetime(2026, 5, 2, 11, tzinfo=UTC),
        self_nomination_closes_at=datetime(2026, 6, 11, 11, tzinfo=UTC),
        supporting_opens_at=datetime(2026, 5, 2, 11, tzinfo=UTC),
        supporting_closes_at=datetime(2026, 6, 12, 11, tzinfo=UTC),
    )
    text = _words(Message.Kind.NOMINATION_RECEIVED, election, mailbox, may_withdraw=True)
    assert "No supporting nominations are needed in this election." in text
    assert "You need" not in text
    assert "Nominations close on Thursday 11 June 2026, 12 noon (BST)." in text
    assert "12 June" not in text


def test_without_a_deadline_one_withdraws_until_the_papers_are_fixed(
    election: Election, mailbox: Mailbox
) -> None:
    text = _words(Message.Kind.NOMINATION_RECEIVED, election, mailbox, may_withdraw=True)
    assert "You can withdraw there until the ballot papers are fixed." in text


def test_whoever_comes_for_a_vacancy_after_that_deadline_is_told_how_to_withdraw(
    election: Election, mailbox: Mailbox
) -> None:
    text = _words(
        Message.Kind.NOMINATION_RECEIVED, election, mailbox, for_vacancy=True, may_withdraw=False
    )
    assert CHANGE_UNTIL in text
    assert "The time to withdraw by yourself is over. To withdraw, reply" in text
    assert "You can withdraw there" not in text


@pytest.mark.parametrize(
    ("left", "sentence", "then"),
    [
        ("", "You withdrew: Aisha Bello no longer stands", "If you did not do this, reply"),
        ("withdrew", "It is on record that Aisha Bello withdrew,", "If you think this is wrong"),
        ("disqualified", "that Aisha Bello was disqualified,", "If you think this is wrong"),
    ],
)
def test_whoever_no_longer_stands_reads_why(
    election: Election, mailbox: Mailbox, left: str, sentence: str, then: str
) -> None:
    text = _words(Message.Kind.NOMINATION_ENDED, election, mailbox, left=left)
    assert sentence in text
    assert then in text


def test_whose_nomination_is_free_again_reads_until_when_and_where(
    election: Election, mailbox: Mailbox
) -> None:
    path = "/elections/ncg-2026/candidates/"
    text = _words(Message.Kind.SUPPORT_RELEASED, election, mailbox, path=path)
    assert "Bea Okafor, whom you nominated in Midlands, no longer stands." in text
    assert "somebody else until Thursday 25 June 2026, 12 noon (BST)." in text
    assert path in text


def test_who_nominated_somebody_refused_reads_that_they_can_take_it_back(
    election: Election, mailbox: Mailbox
) -> None:
    path = "/nominations/abc/"
    more = {"path": path, "take_back": True}
    text = _words(Message.Kind.SUPPORT_RELEASED, election, mailbox, **more)
    text = " ".join(text.split())
    assert "no longer stands. You can take your supporting nomination back on their page." in text
    assert "Then you may nominate somebody else, until Thursday 25 June 2026, 12 noon" in text
    assert "is free again" not in text
    assert path in text


@pytest.mark.parametrize(
    ("case", "sentence"),
    [
        ("elected", "You are elected. The result is declared with the others"),
        ("not-elected", "so you are not elected. The result is declared with the others"),
        ("doomed", "you cannot be elected there, whatever the votes. If you think"),
    ],
)
def test_whose_case_is_settled_with_the_papers_reads_it(
    election: Election, mailbox: Mailbox, case: str, sentence: str
) -> None:
    text = _words(Message.Kind.CASE_SETTLED, election, mailbox, case=case)
    assert sentence in " ".join(text.split())
    assert text.startswith("Voting closes on ")


def test_without_any_vote_that_mail_names_no_close_of_voting(
    election: Election, mailbox: Mailbox
) -> None:
    now, aisha = timezone.now(), cast.member("aisha")
    nomination = cast.nominated(election, aisha)
    of_one = Election.objects.filter(pk=election.pk)
    without_the_guard(of_one, papers_fixed_at=None, no_poll_at=now)
    outbox.queue_to_member(
        Message.Kind.CASE_SETTLED,
        election=election,
        member=aisha,
        nomination=nomination,
        details={"case": "elected"},
        now=now,
    )
    _send()
    [mail] = mailbox.messages()
    _compare(mail)
    assert cast.text(mail).startswith("There is no vote, which would have closed on ")
