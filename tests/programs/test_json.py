"""The JSON documents keep to their schemas and tell what the pages tell, and nothing more."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from jsonschema import Draft202012Validator

from elections import exports, scheduling
from elections.exports import api
from elections.models import Candidate, CountRecord, Election, Nomination
from elections.phases import Phase
from members.languages import Language
from tests.acts.scene import Fixed, Setting, set_the_scene
from tests.embedded.guards import no_guards, without_the_guard
from tests.languages.cast import in_welsh, with_titles
from tests.public import cast

pytestmark = pytest.mark.django_db
SCHEMAS = Path(exports.__path__[0]) / "schemas"
ROOT = "/api/v1/"
# One phase of each kind: nothing public, nominated, fixed, counted, and called off.
TOLD_APART: tuple[Setting, ...] = (
    Phase.PREPARING,
    Phase.NOMINATING,
    Phase.VOTING,
    Phase.PROVISIONAL,
    Fixed.WITHDRAWN,
)


@cache
def schema(name: str) -> Draft202012Validator:
    found = json.loads((SCHEMAS / f"{name}.schema.json").read_text())
    Draft202012Validator.check_schema(found)
    return Draft202012Validator(found, format_checker=Draft202012Validator.FORMAT_CHECKER)


def read(path: str, status: int = 200, browser: Client | None = None) -> Any:
    """The document at an address, which is of the shape it names."""
    answer = (browser or Client()).get(path)
    assert answer.status_code == status, path
    assert answer["Content-Type"] == "application/json"
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert not answer.cookies
    found = answer.json()
    name = found["schema"].rpartition("/")[2].removesuffix(".schema.json")
    schema(name).validate(found)
    assert found["version"] == api.VERSION
    return found


def of(election: Election, document: str = "") -> str:
    return f"{ROOT}elections/{election.slug}/{document and document + '/'}"


def test_a_program_finds_its_way_from_the_first_address() -> None:
    scene = set_the_scene(Phase.DECLARED)
    listed = read(read(ROOT)["elections"].removeprefix(settings.SITE_URL))
    (told,) = listed["elections"]
    assert told["title"] == scene.election.title
    one = read(told["url"].removeprefix(settings.SITE_URL))
    for name in ("candidates", "results", "checkpoints"):
        read(one["links"][name].removeprefix(settings.SITE_URL))
    for name in ("calendar", "manifest"):
        link = one["links"][name].removeprefix(settings.SITE_URL)
        assert Client().get(link).status_code == 200, name


@pytest.mark.parametrize("phase", TOLD_APART)
def test_in_each_phase_there_is_what_the_pages_show(phase: Setting) -> None:
    scene = set_the_scene(phase)
    is_public = scene.election.published_at is not None
    assert bool(read(f"{ROOT}elections/")["elections"]) == is_public
    if not is_public:
        for document in ("", "candidates", "results", "checkpoints"):
            read(of(scene.election, document), 404)
        return
    one = read(of(scene.election))
    page = Client().get(scene.election.get_absolute_url()).content.decode()
    assert one["phase"] == scene.phase
    assert all(contest["title"] in page for contest in one["contests"])
    read(of(scene.election, "results"), 200 if one["links"]["results"] else 404)
    people = read(of(scene.election, "candidates"))
    names = {each["name"] for contest in people["contests"] for each in contest["candidates"]}
    listed = Client().get(f"{scene.election.get_absolute_url()}candidates/").content.decode()
    stand = {one.ballot_name for one in Nomination.objects.standing()}
    assert names == {name for name in stand if name in listed}


def test_the_timetable_is_that_of_the_page() -> None:
    """The notice came out later than it was planned, and nobody waits for the reminder."""
    election = cast.election(only="Scotland")
    came_out = election.timetable.notice_at + timedelta(days=3)
    without_the_guard(Election.objects.filter(pk=election.pk), published_at=came_out)
    assert election.timetable.reminder_at
    steps = read(of(election))["timetable"]
    page = Client().get(election.get_absolute_url()).context["events"]
    assert [datetime.fromisoformat(step["at"]) for step in steps] == [step["at"] for step in page]
    assert [step["at"] for step in steps if step["name"] == "notice_at"] == [came_out.isoformat()]


def test_welsh_is_told_once_it_is_switched_on() -> None:
    election = with_titles()
    draft = read(of(election))
    assert {draft["title_cy"], draft["summary_cy"]} == {""}
    assert {contest["title_cy"] for contest in draft["contests"]} == {""}
    told = read(of(in_welsh(election)))
    assert (told["title_cy"], told["summary_cy"]) == ("Y Grŵp 2026", "Pwy sy’n arwain.")
    (scotland,) = [one for one in told["contests"] if one["title"] == "Scotland"]
    assert scotland["title_cy"] == "Yr Alban"
    (listed,) = read(f"{ROOT}elections/")["elections"]
    assert listed["title_cy"] == "Y Grŵp 2026"


@pytest.mark.parametrize("phase", [Phase.CHECKING, Phase.VOTING])
def test_a_statement_says_its_language(phase: Phase) -> None:
    scene = set_the_scene(phase)
    with no_guards():
        Nomination.objects.update(language=Language.WELSH)
        Candidate.objects.update(language=Language.WELSH)
    (contest,) = read(of(scene.election, "candidates"))["contests"]
    assert contest["candidates"]
    assert {one["language"] for one in contest["candidates"]} == {"cy"}


def test_who_names_a_language_to_a_program_has_no_cookie_of_it() -> None:
    election = in_welsh(with_titles())
    for path in (ROOT, of(election), f"{election.get_absolute_url()}calendar.ics"):
        first = Client().get(f"{path}?lang=cy")
        again = Client().get(f"{path}?lang=cy", headers={"If-None-Match": first["ETag"]})
        assert [one.status_code for one in (first, again)] == [200, 304]
        assert not first.cookies
        assert not again.cookies
    assert Client().get(f"{election.get_absolute_url()}?lang=cy").cookies


def test_who_stands_is_told_by_name_until_there_are_numbers() -> None:
    scene = set_the_scene(Phase.CHECKING)
    document = read(of(scene.election, "candidates"))
    (contest,) = document["contests"]
    names = [one["name"] for one in contest["candidates"]]
    assert names == sorted(names)
    assert {one["number"] for one in contest["candidates"]} == {None}
    assert document["are_fixed"] is False
    assert "submitted" not in json.dumps(document)


def test_a_result_has_the_count_as_the_bundle_has_it() -> None:
    scene = set_the_scene(Phase.DECLARED)
    (contest,) = read(of(scene.election, "results"))["contests"]
    record = CountRecord.objects.get()
    assert contest["count"] == json.loads(record.count)
    assert contest["elected"] == json.loads(record.result)["elected"]
    page = Client().get(f"{scene.election.get_absolute_url()}results/").content.decode()
    for number in contest["elected"]:
        assert contest["candidates"][number - 1] in page


def test_of_a_small_contest_neither_rankings_nor_their_digest_are_told() -> None:
    scene = set_the_scene(Phase.DECLARED)
    record = CountRecord.objects.get()
    assert record.is_small
    digest = json.loads(record.result)["digest"]
    (contest,) = read(of(scene.election, "results"))["contests"]
    assert contest["is_small"]
    assert "digest" not in contest["result"]
    assert digest not in json.dumps(contest)


def test_a_rehearsal_is_not_told_even_to_whoever_runs_it() -> None:
    scene = set_the_scene(Phase.VOTING)
    without_the_guard(
        Election.objects.filter(pk=scene.election.pk), rehearsal_of=cast.election("Another").pk
    )
    for letter in ("X", "O", "A"):
        browser = scene.browsers[letter]
        slugs = [one["slug"] for one in read(f"{ROOT}elections/", browser=browser)["elections"]]
        assert scene.election.slug not in slugs
        for document in ("", "candidates", "results", "checkpoints"):
            read(of(scene.election, document), 404, browser)


def test_the_list_comes_in_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("elections.views.api.ELECTIONS_A_PAGE", 2)
    made = {cast.election(f"Election {number}", only="Scotland").slug for number in range(5)}
    found, path = [], f"{ROOT}elections/"
    while path:
        document = read(path.removeprefix(settings.SITE_URL))
        assert (document["total"], document["pages"]) == (5, 3)
        found += [one["slug"] for one in document["elections"]]
        path = document["next"]
    assert len(found) == 5
    assert set(found) == made
    assert document["previous"].endswith("?page=2")


@pytest.mark.parametrize("page", ["0", "2", "-1", "x", "", "²", "9" * 30])
def test_a_page_that_the_list_has_not_is_an_error(page: str) -> None:
    assert read(f"{ROOT}elections/?page={page}", 400)["error"]


def test_what_is_not_there_is_an_error_too() -> None:
    assert read(f"{ROOT}elections/no-such-election/", 404)["error"]


@pytest.mark.parametrize("path", ["elections/", "schemas/index.schema.json"])
def test_what_is_no_reading_is_an_error_for_a_program_without_a_token(path: str) -> None:
    program = Client(enforce_csrf_checks=True)
    for act in (program.post, program.put, program.patch, program.delete, program.options):
        answer = act(f"{ROOT}{path}")
        assert answer.status_code == 405, act
        assert answer["Allow"] == "GET, HEAD"
        assert answer["Access-Control-Allow-Origin"] == "*"
        schema("error").validate(answer.json())


def test_whoever_asks_again_is_told_that_nothing_changed() -> None:
    election = cast.election(only="Scotland")
    first = Client().get(of(election))
    again = Client().get(of(election), headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    scheduling.change_timetable(
        election,
        {"term_ends_at": election.timetable.voting_closes_at + timedelta(days=900)},
        reason="Later.",
        actor=None,
        now=cast.NOTICE_OUT,
    )
    changed = Client().get(of(election), headers={"If-None-Match": first["ETag"]})
    assert changed.status_code == 200


def test_every_schema_is_served_as_it_is_and_no_other_file() -> None:
    assert {path.name for path in SCHEMAS.iterdir()} == {f"{one}.schema.json" for one in api.NAMES}
    for name in api.NAMES:
        schema(name)
        answer = Client().get(f"{ROOT}schemas/{name}.schema.json")
        assert answer["Content-Type"] == "application/schema+json"
        assert answer.json() == json.loads((SCHEMAS / f"{name}.schema.json").read_text())
    read(f"{ROOT}schemas/pyproject.schema.json", 404)


def test_the_page_of_documents_names_them_all() -> None:
    words = (Path(__file__).resolve().parents[2] / "docs" / "api.md").read_text()
    for path in ("elections/", "candidates/", "results/", "checkpoints/", "schemas/"):
        assert path in words
