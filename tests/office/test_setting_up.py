"""An officer sets an election up from a template, corrects it, and publishes its notice."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from elections import scheduling
from elections.blueprints import BLUEPRINTS
from elections.forms.setup import ElectionForm
from elections.models import Contest, Election
from members.models import AuditEntry, Region, User
from members.roles import Role
from momentum_site.times_in_words import instant
from tests.members.people import add_staff
from tests.office import cast
from tests.office.cast import enter

pytestmark = pytest.mark.django_db
NEW = "/office/elections/new/"


def form_of_election(**changed: str) -> dict[str, str]:
    return {
        "key": str(uuid4()),
        "template": "ncg-2022",
        "title": "NCG 2028",
        "voting_opens_at_date": "30/6/2028",
        "voting_opens_at_time": "12:00",
        **changed,
    }


def form_of_contest(**changed: str) -> dict[str, str]:
    return {
        "title": "Treasurer",
        "electorate": "all",
        "rule": "scottish",
        "seats": "2",
        "marks": "1",
        "supports_per_member": "2",
        "least-women": "1",
        **changed,
    }


def at(election: Election, path: str = "") -> str:
    return f"/office/elections/{election.slug}/{path}"


def test_an_election_is_created_from_a_template(officer: Client, rosa: User) -> None:
    answer = officer.post(NEW, form_of_election(), follow=True)
    assert answer.redirect_chain == [("/office/elections/ncg-2028/", 302)]
    election = Election.objects.get()
    assert election.created_by == rosa
    assert election.timetable.voting_opens_at == datetime(2028, 6, 30, 11, tzinfo=UTC)
    assert election.contests.count() == len(BLUEPRINTS["ncg-2022"].contests)
    page = answer.content.decode()
    assert "Nothing stands in the way of the notice." in page
    assert "Friday 30 June 2028, 12 noon (BST)" in page


def test_the_form_sent_twice_makes_one_election(officer: Client) -> None:
    form = form_of_election()
    officer.post(NEW, form)
    answer = officer.post(NEW, form, follow=True)
    assert "This election has already been created." in answer.content.decode()
    assert Election.objects.count() == 1


def test_two_forms_with_one_title_make_two_addresses(officer: Client) -> None:
    officer.post(NEW, form_of_election())
    officer.post(NEW, form_of_election())
    assert set(Election.objects.values_list("slug", flat=True)) == {"ncg-2028", "ncg-2028-2"}


def test_the_address_of_the_form_itself_is_never_given(officer: Client) -> None:
    officer.post(NEW, form_of_election(title="New"))
    election = Election.objects.get()
    assert election.slug == "new-2"
    answer = officer.post(at(election, "edit/"), {**conditions(election), "slug": "new"})
    assert "This address belongs to a page of the office." in answer.content.decode()


def test_a_time_that_does_not_exist_is_refused_and_nothing_is_lost(officer: Client) -> None:
    form = form_of_election(voting_opens_at_date="26/3/2028", voting_opens_at_time="1:30")
    answer = officer.post(NEW, form)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert page.count("01:30 on 26/3/2028 does not exist in London") == 2  # summary and field
    assert 'value="NCG 2028"' in page
    assert 'value="2028-03-26"' in page
    assert re.search(r'value="ncg-2022"[^>]*checked', page)
    assert "<title>Error:" in " ".join(page.split()).replace("<title> ", "<title>")
    assert not Election.objects.exists()


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01"])
def test_a_year_that_no_election_is_in_is_refused_and_nothing_is_lost(
    officer: Client, day: str
) -> None:
    answer = officer.post(NEW, form_of_election(voting_opens_at_date=day))
    assert answer.status_code == 422
    assert "Look at the year: choose a date from 2000 to" in answer.content.decode()
    assert day in answer.content.decode()
    assert not Election.objects.exists()


def conditions(election: Election) -> dict[str, Any]:
    """What the form sends when nothing is changed."""
    form = ElectionForm(instance=election)
    return {name: form[name].value() for name in form.fields}


def test_title_and_conditions_change_until_the_notice(officer: Client) -> None:
    election = cast.prepared()
    form = {**conditions(election), "title": "NCG 2026, again", "supporters_needed": "7"}
    officer.post(at(election, "edit/"), form)
    changed = cast.fresh(election)
    assert (changed.title, changed.supporters_needed) == ("NCG 2026, again", 7)
    entry = AuditEntry.objects.filter(action="election-changed").get()
    assert entry.detail == {
        "title": ["NCG 2026", "NCG 2026, again"],
        "supporters_needed": ["2", "7"],
    }


def test_the_limits_of_what_candidates_show_are_settings(officer: Client) -> None:
    election = cast.prepared()
    limits = {"statement_words": "150", "links": "0"}
    without_photos = {**conditions(election), **limits}
    del without_photos["has_photos"]
    officer.post(at(election, "edit/"), without_photos)
    changed = cast.fresh(election)
    assert (changed.statement_words, changed.links, changed.has_photos) == (150, 0, False)
    for name, wrong in (("statement_words", "601"), ("statement_words", "19"), ("links", "11")):
        answer = officer.post(at(election, "edit/"), {**conditions(election), name: wrong})
        assert answer.status_code == 422, name


def test_another_elections_address_is_refused(officer: Client) -> None:
    election, other = cast.prepared(), cast.prepared("Other")
    answer = officer.post(at(election, "edit/"), {**conditions(election), "slug": other.slug})
    assert answer.status_code == 422
    assert cast.fresh(election).slug == "ncg-2026"


def test_after_the_notice_nothing_of_it_changes(officer: Client) -> None:
    """The form was open when a colleague published."""
    election = cast.noticed()
    contest = cast.scotland(election)
    form = {**conditions(election), "title": "Another title"}
    answer = officer.post(at(election, "edit/"), form)
    assert answer.status_code == 422
    assert "what it says of the election no longer changes" in answer.content.decode()
    assert "Another title" in answer.content.decode()
    for path in ("contests/new/", f"contests/{contest.number}/"):
        answer = officer.post(at(election, path), form_of_contest())
        assert answer.status_code == 422
        assert "seats, electorates, rules and minima no longer change" in answer.content.decode()
        assert "Treasurer" in answer.content.decode()
    removing = at(election, f"contests/{contest.number}/remove/")
    answer = officer.post(removing, {"confirm": "Scotland"})
    assert answer.status_code == 422
    assert "no longer change" in answer.content.decode()
    assert election.contests.count() == 9
    shown = officer.get(at(election, f"contests/{contest.number}/")).content.decode()
    assert "The notice is published, so this no longer changes." in shown
    assert "Members of one region or several</dd>" in shown
    assert shown.count('<dd class="as-written">Scotland</dd>') == 2, "its title and its region"
    assert 'name="title"' not in shown
    assert 'name="confirm"' not in officer.get(removing).content.decode()


def test_a_contest_is_added_with_its_minima(officer: Client) -> None:
    election = cast.prepared()
    officer.post(at(election, "contests/new/"), form_of_contest())
    contest = election.contests.get(title="Treasurer")
    assert contest.number == 10
    assert contest.sheet.electorate == "all"
    assert dict(contest.minima.values_list("attribute", "least")) == {"women": 1}


def test_the_same_contest_twice_is_refused(officer: Client) -> None:
    election = cast.prepared()
    officer.post(at(election, "contests/new/"), form_of_contest())
    answer = officer.post(at(election, "contests/new/"), form_of_contest())
    assert answer.status_code == 422
    assert "already has a contest called “Treasurer”" in answer.content.decode()


def test_a_contest_changes_its_electorate_and_its_minima(officer: Client) -> None:
    election = cast.prepared()
    contest = cast.scotland(election)
    page = officer.get(at(election, f"contests/{contest.number}/")).content.decode()
    assert re.search(r'value="region"[^>]*checked', page)
    form = form_of_contest(title="Scotland", electorate="office-holders", **{"least-bame": "2"})
    officer.post(at(election, f"contests/{contest.number}/"), form)
    contest = Contest.objects.get(pk=contest.pk)
    assert contest.sheet.electorate == "office-holders"
    assert dict(contest.minima.values_list("attribute", "least")) == {"women": 1, "bame": 2}


@pytest.mark.parametrize(
    ("changed", "field", "words"),
    [
        (
            {"electorate": "region"},
            "id_regions_0",
            "Choose the region whose members stand and vote.",
        ),
        (
            {"least-women": "3"},
            "id_least-women",
            "Reserve at most 2: the contest has no more seats.",
        ),
        ({"least-women": "-1"}, "id_least-women", "greater than or equal to 0"),
        ({"rule": "yes-no"}, "id_least-women", "A question reserves no seats."),
        (
            {"rule": "yes-no", "least-women": "", "has_ron": "on"},
            "id_has_ron",
            "A question has no nominations to re-open.",
        ),
        ({"majority_needed": "60"}, "id_majority_needed", "Only a question needs one."),
        (
            {"rule": "approval", "turnout_needed": "20"},
            "id_turnout_needed",
            "Only a question needs one.",
        ),
        (
            {"rule": "plurality", "seats": "3", "marks": "9"},
            "id_marks",
            "Give at most 3: as many as there are seats.",
        ),
        ({"seats": "0"}, "id_seats", "greater than or equal to 1"),
        ({"title": ""}, "id_title", "Fill in “Title”."),
    ],
)
def test_mistakes_are_explained_beside_the_field(
    officer: Client, changed: dict[str, str], field: str, words: str
) -> None:
    election = cast.prepared()
    answer = officer.post(at(election, "contests/new/"), form_of_contest(**changed))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert page.count(words) == 2
    assert f'href="#{field}"' in page
    assert election.contests.count() == 9


def test_a_question_has_no_seats_to_fill(officer: Client) -> None:
    election = cast.prepared()
    form = form_of_contest(rule="yes-no", seats="5", **{"least-women": ""})
    officer.post(at(election, "contests/new/"), form)
    assert election.contests.get(title="Treasurer").seats == 1


def test_a_contest_is_removed_once(officer: Client) -> None:
    election = cast.prepared()
    url = at(election, f"contests/{cast.scotland(election).number}/remove/")
    shown = officer.get(url).content.decode()
    assert "To confirm, type the title: Scotland" in shown
    for typed, why in (("", "Type the title to confirm."), ("Wales", "That is not this title.")):
        answer = officer.post(url, {"confirm": typed})
        assert answer.status_code == 422
        assert why in answer.content.decode()
    assert election.contests.filter(title="Scotland").exists()
    named = {"confirm": " scotland "}
    assert "Scotland is removed." in officer.post(url, named, follow=True).content.decode()
    assert "already been removed" in officer.post(url, named, follow=True).content.decode()
    assert "already been removed" in officer.get(url, follow=True).content.decode()


def test_the_notice_is_published_once(officer: Client, rosa: User) -> None:
    election = cast.prepared()
    page = officer.get(at(election, "notice/")).content.decode()
    assert "Seats, electorates, counting rules, reserved seats and thresholds." in page
    confirmed = {"confirm": election.slug}
    unconfirmed = officer.post(at(election, "notice/"), {"confirm": "another"})
    assert unconfirmed.status_code == 422
    assert "That is not this election." in unconfirmed.content.decode()
    assert cast.fresh(election).published_at is None
    answer = officer.post(at(election, "notice/"), confirmed, follow=True)
    assert "The notice is published." in answer.content.decode()
    published = cast.fresh(election).published_at
    assert published is not None
    answer = officer.post(at(election, "notice/"), confirmed, follow=True)
    assert "You have done this already." in answer.content.decode()
    another = enter(add_staff("sam@example.org", Role.OFFICER))
    answer = another.post(at(election, "notice/"), confirmed)
    assert answer.status_code == 422
    assert "The notice has already been published." in answer.content.decode()
    assert cast.fresh(election).published_at == published
    assert AuditEntry.objects.get(action="notice-published").actor == rosa


def test_the_page_says_how_far_the_notice_is_from_its_planned_instant(officer: Client) -> None:
    election = cast.prepared()
    notice_at = timezone.now() + timedelta(days=3, hours=1)
    cast.move(election, notice_at=notice_at)
    page = " ".join(officer.get(at(election, "notice/")).content.decode().split())
    assert f"{instant(notice_at)}, in 3 days: published now, it is out that much earlier." in page
    assert "This cannot be taken back" in page
    cast.move(election, notice_at=timezone.now() - timedelta(days=2, hours=1))
    page = " ".join(officer.get(at(election, "notice/")).content.decode().split())
    assert ", 2 days ago." in page
    assert "that much earlier" not in page


def test_what_stands_in_the_way_of_the_notice(officer: Client) -> None:
    election = cast.prepared()
    for contest in election.contests.all():
        scheduling.remove_contest(contest, actor=None)
    page = officer.get(at(election)).content.decode()
    assert "Add at least one contest or question." in page
    assert "Publish the notice</a>" not in page
    answer = officer.post(at(election, "notice/"), {"confirm": election.slug})
    assert answer.status_code == 422
    assert cast.fresh(election).published_at is None


def test_text_from_forms_stays_text(officer: Client) -> None:
    officer.post(NEW, form_of_election(title="<script>alert(1)</script>"))
    election = Election.objects.get()
    for path in ("", "edit/", "timetable/", "notice/", "audit/"):
        page = officer.get(at(election, path)).content.decode()
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert(1)" in page
    assert timezone.now() > election.created_at


def test_the_templates_placeholder_is_no_question(officer: Client) -> None:
    election = scheduling.create(
        BLUEPRINTS["referendum"],
        title="Shall the rules change?",
        voting_opens_at=timezone.now() + timedelta(days=9),
        actor=None,
    )
    confirmed = {"confirm": election.slug}
    answer = officer.post(f"/office/elections/{election.slug}/notice/", confirmed)
    assert answer.status_code == 422
    assert "Write the question that members are asked" in answer.content.decode()
    election.contests.update(title="Shall members elect the editor?")
    officer.post(f"/office/elections/{election.slug}/notice/", confirmed)
    assert cast.fresh(election).published_at is not None


def refused_notice(officer: Client, election: Election, sentence: str) -> None:
    confirmed = {"confirm": election.slug}
    answer = officer.post(f"/office/elections/{election.slug}/notice/", confirmed)
    assert answer.status_code == 422
    assert sentence in " ".join(answer.content.decode().split())
    assert cast.fresh(election).published_at is None


def test_a_notice_after_its_own_nominations_is_refused(officer: Client) -> None:
    election = cast.prepared(opens_in=timedelta(days=3))
    refused_notice(officer, election, "Self-nomination would be over already.")
    refused_notice(officer, election, "Supporting nominations would be over already.")


def test_a_notice_under_which_nobody_could_be_supported_is_refused(officer: Client) -> None:
    election = cast.prepared()
    cast.move(election, supporting_opens_at=None, supporting_closes_at=None)
    refused_notice(officer, election, "Set when supporting nominations open and close")


def test_a_timetable_that_is_to_declare_needs_the_instant(officer: Client) -> None:
    election = cast.prepared()
    Election.objects.filter(pk=election.pk).update(declared_by="automatic")
    cast.move(election, declaration_at=None)
    refused_notice(officer, election, "Set when the result is declared")


def test_a_template_whose_region_was_renamed_says_so(officer: Client) -> None:
    Region.objects.filter(name="Wales").update(name="Cymru")
    answer = officer.post(NEW, form_of_election())
    assert answer.status_code == 422
    assert "names the region “Wales”" in answer.content.decode()
