"""Every list of the office is narrowed, sorted, paged and taken; a new one cannot lack any of it."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import settings
from django.test import Client
from python_calamine import CalamineWorkbook

from members.listing import ShownList
from members.models import AuditEntry
from tests.lists.everything import Office, everything
from tests.public.test_every_url import OFFICE as ADDRESSES

pytestmark = pytest.mark.django_db

# Pages with a table that is no list of the office, and why not.
NO_LISTS = {
    "mail-progress": "a sum by kind and state; each number leads to the list of messages",
    "show-import": "a sum of one import; each number leads to the list of outcomes",
    "decide-same-person": "two records side by side",
    "decide-slate": "the candidates of one slate, on the page that decides it",
    "office-election": "the contests of one election: as many as fit on one screen",
    "publish-notice": "the contests again, as the notice tells them",
    "fix-papers": "the contests again, with what fixing makes of each",
}
# Those whose table may not be there while people vote, and where it is written.
AT_OTHER_TIMES = {
    "decide-nomination": "elections/office/nomination.html",  # who nominated one person
    "find-for-roll": "elections/office/find_for_roll.html",  # what a search finds, at most fifty
    "declare-result": "elections/results/_turnout.html",  # turnout, a line for each paper
}
LISTS = {
    *("list-members", "list-attention", "list-same-persons", "list-same-person-decisions"),
    *("list-imports", "list-outcomes", "office-elections", "show-register", "show-retention"),
    *("list-nominations", "show-roll", "list-exclusions", "list-messages", "show-audit"),
    *("list-files", "all-files", "office-documents", "edit-list", "list-slates"),
    *("list-questions", "list-answers"),
}
GROW_MEANWHILE = {"show-audit", "list-files", "all-files"}  # each file is a line in them


@pytest.fixture
def office() -> Office:
    return everything()


def test_every_table_is_a_list_and_every_list_does_all_that_lists_do(office: Office) -> None:
    """One walk through the office, for it is long."""
    found, tables = set(), set()
    wrong: list[str] = []
    for name, address, client, answer in office.pages():
        html = answer.content.decode()
        if "listing" in answer.context:
            found.add(name)
            for look in (_has_its_parts, _sorts, _says_what_is_wrong, _is_taken):
                wrong += [f"{address} ({name}): {fault}" for fault in look(name, client, answer)]
        elif "<tbody>" in html:
            tables.add(name)
    assert not wrong, "\n".join(wrong)
    assert found == LISTS
    assert tables - AT_OTHER_TIMES.keys() == NO_LISTS.keys()


def test_pages_that_have_a_table_at_other_times_are_still_there() -> None:
    assert {pattern.name for _sample, pattern in ADDRESSES} >= AT_OTHER_TIMES.keys()
    for template in AT_OTHER_TIMES.values():
        assert "<tbody>" in (settings.BASE_DIR / "templates" / template).read_text(), template


def _keys(answer: Any) -> list[str]:
    rows = answer.context["page"].object_list
    return [str(getattr(getattr(row, "election", row), "pk", row)) for row in rows]


def _has_its_parts(name: str, _client: Client, answer: Any) -> Iterator[str]:
    listing: ShownList = answer.context["listing"]
    html = answer.content.decode()
    for part in ("data-list-filters", 'class="list-bar"'):
        if part not in html:
            yield f"lacks {part}"
    if ("as=xlsx" in html) != answer.context["may_take"]:
        yield "its files are offered to the wrong people"
    if not answer.context["page"].object_list:
        yield "nothing is on it, so nothing is tested"
    if not listing.listing.filters or len(listing.listing.sortable()) < 2:
        yield "hardly narrows or sorts"
    if listing.listing.as_cards:
        return
    head, body = html.split('class="list-bar"')[1].split("</thead>")
    first = body.split("</tr>")[0]
    if len(re.findall(r"<t[dh][ >]", first)) != head.count("<th "):
        yield "its headings do not stand over a cell each"


def _sorts(_name: str, client: Client, answer: Any) -> Iterator[str]:
    address, listing = answer.request["PATH_INFO"], answer.context["listing"].listing
    for column in listing.sortable():
        for sort, said in ((column, "ascending"), (f"-{column}", "descending")):
            sorted_so = client.get(address, {"sort": sort})
            if sorted(_keys(sorted_so)) != sorted(_keys(answer)):
                yield f"has other rows when it is sorted by {sort}"
            if not listing.as_cards and f'aria-sort="{said}"' not in sorted_so.content.decode():
                yield f"does not say that it is sorted by {sort}"


def _says_what_is_wrong(_name: str, client: Client, answer: Any) -> Iterator[str]:
    address, listing = answer.request["PATH_INFO"], answer.context["listing"].listing
    bad = {one.name: "no such thing" for one in listing.filters}
    bad |= {"sort": "password", "page": "x", "q": "\x00"}
    said = client.get(address, bad)
    html = said.content.decode()
    for words in ("There is a problem", "Error:", "cannot be sorted by “password”"):
        if words not in html:
            yield f"does not say {words}"
    if _keys(said) != _keys(answer):
        yield "is narrowed by what cannot be read"
    if "html" not in client.get(address, {**bad, "as": "csv"}).headers["Content-Type"]:
        yield "sends a file of what nobody asked for"


def _is_taken(name: str, client: Client, answer: Any) -> Iterator[str]:
    address, listing = answer.request["PATH_INFO"], answer.context["listing"].listing
    query = {"sort": f"-{next(iter(listing.sortable()))}"}
    asked: ShownList = client.get(address, query).context["listing"]
    contents = listing.contents()
    expected = [list(map(str, contents.header))] + [
        ["" if cell is None else str(cell) for cell in contents.row(row)]
        for row in contents.prepared(asked.rows)
    ]
    for kind, opened in (("csv", _csv), ("xlsx", _xlsx)):
        before = AuditEntry.objects.latest("id").pk
        file = client.get(address, {**query, "as": kind})
        if not answer.context["may_take"]:
            if file.status_code != 403:
                yield f"is given to whoever may not take it: {file.status_code}"
            continue
        rows = opened(file)
        if not (_grew(expected, rows) if name in GROW_MEANWHILE else rows == expected):
            yield f"has another {kind} than page: {rows} {expected}"
        if not file.headers["Content-Disposition"].endswith(f'.{kind}"'):
            yield f"sends no {kind}"
        if [one.detail["list"] for one in AuditEntry.objects.filter(pk__gt=before)] != [
            listing.name
        ]:
            yield "is taken without a line in the audit"


def _csv(file: Any) -> list[list[str]]:
    return list(csv.reader(io.StringIO(b"".join(file).decode("utf-8-sig"))))


def _xlsx(file: Any) -> list[list[str]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(file)))
    rows = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    return [[f"{one:g}" if isinstance(one, float) else str(one) for one in row] for row in rows]


def _grew(before: list[list[str]], after: list[list[str]]) -> bool:
    """Under the same header there is all that there was, and something new."""
    counted = [Counter(map(tuple, rows)) for rows in (before, after)]
    return before[0] == after[0] and counted[0] < counted[1]


def test_links_of_a_list_keep_what_was_asked_for(office: Office) -> None:
    address = office.at("nominations/")
    html = office.officer.get(address, {"state": "accepted", "sort": "-name"}).content.decode()
    links = re.findall(r'href="\?([^"]+)"', html)
    kept = [parse_qs(urlsplit("?" + link.replace("&amp;", "&")).query) for link in links]
    assert kept
    assert all(query["state"] == ["accepted"] for query in kept)
    assert {"state": ["accepted"], "sort": ["name"]} in kept  # pressed again, the other way round
    assert '<input type="hidden" name="sort" value="-name">' in html
    assert "Clear filters" in html
