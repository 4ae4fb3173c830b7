"""A list with nothing in it says so, and what will be there or what to do."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.paginator import Page
from django.urls import reverse

from elections.models import Contest, Document, Message, RollEntry, Sheet
from elections.phases import Phase
from members.models import AuditEntry, Member
from tests.acts.open_forms import arrive, text_of
from tests.acts.other_rooms import hustings_at, slate_of_agent
from tests.acts.scene import Scene, set_the_scene
from tests.embedded.guards import no_guards
from tests.public.test_every_url import OFFICE as ADDRESSES

pytestmark = pytest.mark.django_db

OFFICE = {
    "office-elections": "Set one up from a template",
    "office-home": "One that is being prepared is listed here",
    "list-nominations": "Those who do are listed here, for you to decide.",
    "office-documents": "There is no document yet",
    "edit-timetable": "Nothing has been changed since the notice.",
    "mail-progress": "Ballots are queued when the papers are fixed.",
    "list-messages": "Mail is listed here from when it waits to be sent.",
    "show-roll": "Nobody is on the roll",
    "list-exclusions": "Whoever an officer takes off the roll is listed here",
    "find-for-roll": "Every correction has a reason",
    "show-audit": "Every act is listed here: when it was done, by whom and why.",
    "list-files": "Nobody has taken a file yet.",
    "all-files": "Nobody has taken a file yet.",
    "declare-result": "Then the papers are counted by themselves.",
    "record-left": "Nobody has.",
    "show-register": "No result that fills seats has been declared yet.",
    "create-by-election": "No seat on the register is vacant.",
    "show-retention": "No election has a notice yet",
    "publish-notice": "Add at least one contest or question.",
    "reopen-nominations": "no seat would stay vacant.",
    "slates:list-slates": "Candidates then stand with no slate.",
    "hustings:list-questions": "What members ask and candidates answer is listed here",
    "hustings:list-answers": "What members ask and candidates answer is listed here",
    "members:list-members": "Upload the membership list",
    "members:list-attention": "Every member has a usable email address and a region",
    "members:list-same-persons": "No two records look like one person",
    "members:list-same-person-decisions": "Each decision is listed here with its reason.",
    "members:list-imports": "Begin with the list of all members",
}
PUBLIC = {
    "show-election": "Nothing has been changed since the notice.",
    "list-candidates": "Nobody has put themselves forward yet.",
    "show-results": "There is no result yet",
    "show-board": "Papers come to the board in batches",
    "show-holders": "No result that fills seats has been declared here yet.",
    "slates:invite": "nobody stands yet.",
    "slates:your-slate": "Nobody is invited yet.",
    "stand": "Nominations for this election are not open now.",
    "member-home": "Nothing needs you now",
}
OF_NO_ELECTION = {"list-elections": "When one is, it is listed here.", "home": "it is listed here"}
ON_THE_ROLL = {"show-roll", "find-for-roll"}  # there is one once the papers are fixed
WITHOUT_ELECTIONS = {"office-elections", "office-home", "show-retention", "members:list-members"}


def _address(name: str, scene: Scene) -> str:
    full = name if ":" in name or name == "home" else f"elections:{name}"
    slugs = [] if name in _ALONE or name.startswith("members:") else [scene.election.slug]
    return reverse(full, args=slugs)


_ALONE = {
    "office-elections",
    "office-home",
    "all-files",
    "show-register",
    "create-by-election",
    "show-retention",
    "show-holders",
    "member-home",
    "list-elections",
    "home",
}


def _silent(scene: Scene, letter: str, pages: dict[str, str]) -> Iterator[str]:
    """The pages that do not say what they should."""
    for name, sentence in pages.items():
        client = scene.browsers[letter]
        page = arrive(client, client.get(_address(name, scene)))
        if page.status_code != 200 or sentence not in text_of(page):
            yield f"{name} ({page.status_code})"


def _emptied(phase: Phase) -> Scene:
    """An election in the phase, with no contest, document, voter or line in the audit."""
    scene = set_the_scene(phase)
    with no_guards():
        for model in (Document, Contest, Sheet, AuditEntry):
            model._default_manager.all().delete()
    return scene


def test_the_office_of_an_election_with_nothing_in_it() -> None:
    scene = _emptied(Phase.PREPARING)
    hustings_at(scene, 1, 2, 3, 4)
    pages = {
        name: words
        for name, words in OFFICE.items()
        if name not in ON_THE_ROLL and name not in WITHOUT_ELECTIONS
    }
    assert not list(_silent(scene, "O", pages))


def test_no_voter_on_a_roll() -> None:
    scene = set_the_scene(Phase.READY)
    with no_guards():
        Message.objects.all().delete()
        RollEntry.objects.all().delete()
    assert not list(_silent(scene, "O", {name: OFFICE[name] for name in ON_THE_ROLL}))
    reminders = scene.browsers["O"].get(f"{_address('list-messages', scene)}?kind=reminder")
    assert "No message of this kind has been written yet." in text_of(reminders)


def test_before_the_first_election_and_the_first_list() -> None:
    scene = set_the_scene(Phase.PREPARING)
    with no_guards():
        for model in (Contest, Document, Sheet, Member):
            model._default_manager.all().delete()
        scene.election.delete()
    assert not list(_silent(scene, "O", {name: OFFICE[name] for name in WITHOUT_ELECTIONS}))
    assert not list(_silent(scene, "X", OF_NO_ELECTION))


def test_what_everybody_and_members_see_of_an_election_with_nobody_in_it() -> None:
    scene = set_the_scene(Phase.NOTICE)
    slate_of_agent(scene, "bea")
    assert not list(_silent(scene, "M", PUBLIC))


@pytest.mark.parametrize(
    "name", ["list-nominations", "list-messages", "show-audit", "hustings:list-questions"]
)
def test_where_a_filter_leaves_nothing_it_leads_back_to_everything(name: str) -> None:
    scene = set_the_scene(Phase.NOMINATING)
    hustings_at(scene, -1, 1, 2, 3)
    address = _address(name, scene)
    officer = scene.browsers["O"]
    filters = "contest=99&state=refused&kind=appeal-decided&action=result-declared"
    page = officer.get(f"{address}?{filters}")
    assert "Nothing fits" in text_of(page)
    assert 'href="?"' in text_of(page)
    nothing_chosen = officer.get(f"{address}?contest=&state=&kind=&action=")
    assert "Nothing fits" not in text_of(nothing_chosen)


def test_every_list_of_the_office_is_among_them() -> None:
    """Whatever shows its rows in pages has been looked at here without any."""
    scene = _emptied(Phase.PREPARING)
    known = {_address(name, scene) for name in OFFICE}
    known |= {reverse("members:list-same-persons"), "/office/audit/"}
    for sample, _pattern in ADDRESSES:
        address = sample.replace("/sample/", f"/{scene.election.slug}/", 1)
        if "/sample" in address or "/1/" in address or "/files/audit" in address:
            continue
        response: Any = scene.browsers["O"].get(address)
        shown = response.context.get("page") if response.context else None
        if isinstance(shown, Page):
            assert address in known, address
