"""Officers see all they need to decide a nomination; the scrutineer sees no declarations."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.utils import timezone

from elections import nominating, office_questions
from elections.models import Election, Message, Nomination
from elections.refusal import Refused
from members.models import Member, Status, User
from members.roles import Role
from tests.embedded.guards import without_the_guard
from tests.members.people import add_staff
from tests.office import cast
from tests.office.cast import enter

pytestmark = pytest.mark.django_db


def url(nomination: Nomination) -> str:
    slug = nomination.contest.election.slug
    return f"/office/elections/{slug}/nominations/{nomination.pk}/"


@pytest.fixture
def aishas(db: None) -> Nomination:
    """Aisha stands with two supporters, has declared something, and writes a bold word."""
    people = cast.members()
    nomination = cast.nominated(
        cast.noticed(), people[0], supporters=people[1:3], statement="A <b>bold</b> word.\n\nMore."
    )
    cast.declares(nomination, "bame")
    return nomination


def accepted(nomination: Nomination) -> dict[str, str]:
    """What an officer sends who accepts what the nomination says now."""
    return {"decision": "accept", "seen": Nomination.objects.get(pk=nomination.pk).words_digest}


def test_all_that_is_needed(officer: Client, aishas: Nomination) -> None:
    page = officer.get(url(aishas)).content.decode()
    assert "A &lt;b&gt;bold&lt;/b&gt; word." in page
    assert "Bea Okafor (101)" in page
    assert "2 of the 2 needed." in " ".join(page.split())
    assert "Black, Asian and minority ethnic" in page
    assert "elector of this contest" in page


def test_words_that_changed_meanwhile_are_read_again_first(
    officer: Client, aishas: Nomination
) -> None:
    page = officer.get(url(aishas)).content.decode()
    seen = re.findall(r'name="seen" value="([0-9a-f]{64})"', " ".join(page.split()))[0]
    Nomination.objects.filter(pk=aishas.pk).update(statement="Something else.")
    answer = officer.post(url(aishas), {"decision": "accept", "seen": seen})
    assert answer.status_code == 422
    assert "What would stand on the ballot paper has changed meanwhile" in answer.content.decode()
    assert "Something else." in answer.content.decode()
    aishas.refresh_from_db()
    assert aishas.state == "submitted"
    officer.post(url(aishas), accepted(aishas))
    aishas.refresh_from_db()
    assert aishas.state == "accepted"


@pytest.mark.parametrize("unread", [{}, {"seen": ""}])
def test_whoever_does_not_say_what_they_read_reads_it_again_first(
    officer: Client, aishas: Nomination, unread: dict[str, str]
) -> None:
    answer = officer.post(url(aishas), {"decision": "accept", **unread})
    assert answer.status_code == 422
    assert "Read it again." in answer.content.decode()
    aishas.refresh_from_db()
    assert aishas.state == "submitted"


def test_the_scrutineer_sees_nominators_and_no_declarations(
    scrutineer: Client, aishas: Nomination
) -> None:
    page = scrutineer.get(url(aishas)).content.decode()
    assert "Bea Okafor (101)" in page
    assert "Black, Asian" not in page
    assert "Go on to check" not in page
    assert scrutineer.post(url(aishas), {"decision": "accept"}).status_code == 403


def test_an_administrator_sees_neither(administrator: Client, aishas: Nomination) -> None:
    assert administrator.get(url(aishas)).status_code == 403
    listed = f"/office/elections/{aishas.contest.election.slug}/nominations/"
    page = administrator.get(listed).content.decode()
    assert "Aisha Bello" in page
    assert url(aishas) not in page


def test_a_supporter_who_no_longer_qualifies_is_marked(officer: Client, aishas: Nomination) -> None:
    bea = Member.objects.get(number="101")
    bea.status = Status.EXPIRED
    bea.save()
    page = officer.get(url(aishas)).content.decode()
    assert page.count("when given; not today") == 1


def test_accepting(officer: Client, rosa: User, aishas: Nomination) -> None:
    answer = officer.post(url(aishas), accepted(aishas), follow=True)
    assert "Decided. The candidate is told by email." in answer.content.decode()
    aishas.refresh_from_db()
    assert (aishas.state, aishas.decided_by) == ("accepted", rosa)
    assert Message.objects.get(kind="nomination-accepted").to == "aisha@example.org"


def test_accepting_without_enough_support_is_refused(officer: Client, aishas: Nomination) -> None:
    aishas.supporting.first().delete()  # type: ignore[union-attr]
    answer = officer.post(url(aishas), accepted(aishas))
    assert answer.status_code == 422
    assert "has 1 of the 2 supporting nominations needed" in answer.content.decode()


def test_refusing_needs_a_reason_and_tells_it(officer: Client, aishas: Nomination) -> None:
    answer = officer.post(url(aishas), {"decision": "refuse", "reason": "  "})
    assert answer.status_code == 422
    assert answer.content.decode().count("Give the reason: the candidate is told it.") == 2
    refusal = {"decision": "refuse", "reason": "Not a member of Labour."}
    officer.post(url(aishas), refusal)
    aishas.refresh_from_db()
    assert (aishas.state, aishas.reason) == ("refused", "Not a member of Labour.")


def test_the_page_and_the_answer_say_who_else_hears_of_a_refusal(
    officer: Client, aishas: Nomination
) -> None:
    nominating.set_slate(aishas, label="Branch First", colour=3, path="/", now=timezone.now())
    page = " ".join(officer.get(url(aishas)).content.decode().split())
    assert "those who nominated this person are told by email that they can take it back" in page
    assert "those who act for Branch First are told by email that this person no longer" in page
    refusal = {"decision": "refuse", "reason": "Not a member of Labour."}
    answer = officer.post(url(aishas), refusal, follow=True)
    assert "and so are those who nominated them or act for their slate" in answer.content.decode()
    assert Message.objects.filter(kind="support-released").count() == 2


def test_nobody_else_hears_of_it_once_nobody_else_can_be_nominated(
    officer: Client, aishas: Nomination
) -> None:
    cast.move(aishas.contest.election, supporting_closes_at=timezone.now())
    assert "If you refuse" not in officer.get(url(aishas)).content.decode()
    refusal = {"decision": "refuse", "reason": "Not a member of Labour."}
    answer = officer.post(url(aishas), refusal, follow=True).content.decode()
    assert "Decided. The candidate is told by email." in answer
    assert "and so are those" not in answer
    assert not Message.objects.filter(kind="support-released").exists()


def test_where_none_are_needed_the_office_neither_counts_nor_announces_any(
    officer: Client, aishas: Nomination
) -> None:
    election = aishas.contest.election
    before = f"/office/elections/{election.slug}/"
    announced = "Members can nominate those who stand."
    assert "2 of 2" in officer.get(f"{before}nominations/").content.decode()
    assert any(announced in one.sentence for one in office_questions.what_will_happen(election))
    without_the_guard(Election.objects.filter(pk=election.pk), supporters_needed=0)
    page = officer.get(f"{before}nominations/").content.decode()
    assert "none needed" in page
    assert "of 0" not in page
    told = office_questions.what_will_happen(cast.fresh(election))
    assert not [one.sentence for one in told if "nominate" in one.sentence]


def test_neither_decided_says_so(officer: Client, aishas: Nomination) -> None:
    answer = officer.post(url(aishas), {"decision": "", "reason": "Half a thought"})
    page = answer.content.decode()
    assert "Choose whether to accept or to refuse." in page
    assert "Half a thought" in page


def test_the_second_of_two_officers_is_told_and_keeps_the_text(
    officer: Client, aishas: Nomination
) -> None:
    officer.post(url(aishas), accepted(aishas))
    answer = officer.post(url(aishas), {"decision": "refuse", "reason": "A long reason."})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "already been decided, withdrawn or ended" in page
    assert "A long reason." in page
    aishas.refresh_from_db()
    assert aishas.state == "accepted"
    assert "Go on to check" not in officer.get(url(aishas)).content.decode()


def test_once_the_papers_are_fixed_it_is_refused(officer: Client, aishas: Nomination) -> None:
    Election.objects.filter(pk=aishas.contest.election_id).update(papers_fixed_at=timezone.now())
    answer = officer.post(url(aishas), accepted(aishas))
    assert "The ballot papers are fixed" in answer.content.decode()


def test_a_nomination_of_another_election_is_not_here(officer: Client, aishas: Nomination) -> None:
    other = cast.noticed("Other")
    here = f"/office/elections/{other.slug}/nominations/{aishas.pk}/"
    assert officer.get(here).status_code == 404


def test_the_list_is_filtered_by_contest_and_state(officer: Client, aishas: Nomination) -> None:
    listed = f"/office/elections/{aishas.contest.election.slug}/nominations/"
    number = aishas.contest.number
    for query, is_shown in (
        ("", True),
        (f"?contest={number}&state=submitted", True),
        (f"?contest={number}&state=accepted", False),
        ("?contest=1", False),
        ("?contest=99999999999999999999&state=nonsense", True),
        ("?contest=%00&state=%00&page=-7", True),
    ):
        page = officer.get(listed + query).content.decode()
        assert ("Aisha Bello" in page) == is_shown, query


def test_whoever_stands_has_no_office_in_that_election(aishas: Nomination) -> None:
    aisha = enter(add_staff(aishas.member.email, Role.OFFICER))
    for answer in (aisha.get(url(aishas)), aisha.post(url(aishas), {"decision": "accept"})):
        assert answer.status_code == 403
        assert "You stand in this election" in answer.content.decode()
    with pytest.raises(Refused, match="another officer decides"):
        nominating.accept(
            aishas, actor=User.objects.get(email=aishas.member.email), now=timezone.now()
        )
    assert aisha.get("/office/").status_code == 200, "other elections are open to her"


def test_whoever_nominated_somebody_has_no_office_in_that_election(aishas: Nomination) -> None:
    given = aishas.supporting.select_related("member")[0]
    nominator = enter(add_staff(given.member.email, Role.OFFICER))
    for answer in (nominator.get(url(aishas)), nominator.post(url(aishas), {"decision": "accept"})):
        assert answer.status_code == 403
        said = answer.content.decode()
        assert "You nominated somebody who stands in this election" in said
        assert "you can take your nomination back" in said
    assert nominator.get("/office/").status_code == 200, "other elections are open to them"


def test_a_nomination_of_somebody_who_no_longer_stands_binds_nobody(aishas: Nomination) -> None:
    given = aishas.supporting.select_related("member")[0]
    nominator = enter(add_staff(given.member.email, Role.SCRUTINEER))
    assert nominator.get(url(aishas)).status_code == 403
    Nomination.objects.filter(pk=aishas.pk).update(state=Nomination.State.WITHDRAWN)
    assert nominator.get(url(aishas)).status_code == 200


def test_a_candidate_without_office_is_told_no_more_than_anybody(aishas: Nomination) -> None:
    aisha = Client()
    aisha.force_login(User.objects.of_mailbox(aishas.member.email))
    answers = [aisha.get(url(aishas)), aisha.post(url(aishas), {"decision": "accept"})]
    assert [answer.status_code for answer in answers] == [403, 403]
    assert not any("You stand in this election" in answer.content.decode() for answer in answers)


def test_staff_who_stand_are_asked_for_their_second_factor_first(aishas: Nomination) -> None:
    aisha = Client()
    aisha.force_login(add_staff(aishas.member.email, Role.OFFICER))
    assert aisha.get(url(aishas)).status_code == 302
