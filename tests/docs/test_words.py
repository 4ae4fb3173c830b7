"""What the pages of docs/ name is there: pages, files, addresses, buttons, commands and settings."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest
import textstat
import yaml
from django.core.management import get_commands
from django.urls import Resolver404, resolve

from momentum_site import guides
from tests.docs import reading
from tests.docs.reading import DOCS, PAGES, ROOT

# Ours: rules quote the titles of booklets, decisions tell of what was.
LIVING = [page for page in PAGES if page.parent.name not in {"rules", "adr"}]
GUIDES_FOR_MEMBERS = ("member", "candidate", "slate-organiser")
# The beginnings of addresses, folders of a server, and what the demo alone has.
NO_ADDRESS = {
    "/v/",
    "/vote/",
    "/vote-as-member/",
    "/elections/…/board/",
    "/srv/momentum",
    "/look/",
    "/api/v2/",
}
STANDS_FOR = {"ELECTION": "ncg-2026", "SLUG": "ncg-2026", "NAME": "election", "NUMBER": "1"}
SETTING = re.compile(r"\b[A-Z][A-Z]+(?:_[A-Z]+)+\b|\bDEBUG\b|\bCHROME\b|\bSOAK\b")
# Other people's, and what stands for something else in a command.
NOT_OURS = {
    *("POSTGRES_PASSWORD", "MOMENTUM_PASSWORD"),  # of PostgreSQL's image, and of database.sql
    *("DRILL_URL", "DER_PREFIX", "THIS_FILE"),
}


def anchors(page: Path) -> set[str]:
    found = reading.tokens(page)
    return {
        guides.slug("".join(child.content for child in inline.children or []))
        for opening, inline in pairwise(found)
        if opening.type == "heading_open"
    }


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page: Path) -> None:
    for link in reading.links(page):
        if link.startswith(("https://", "http://", "mailto:")):
            continue
        path, _, fragment = link.partition("#")
        there = (page.parent / path).resolve() if path else page
        assert there.exists(), link
        assert not fragment or fragment in anchors(there), link


def test_every_address_is_one_of_the_site() -> None:
    for page in LIVING:
        for words in reading.inline_code(page):
            if not words.startswith("/") or words in NO_ADDRESS:
                continue
            path = re.sub(r"[A-Z]{4,}", lambda found: STANDS_FOR[found[0]], words)
            try:
                resolve(path)
            except Resolver404:
                pytest.fail(f"{page}: {words}")


def test_every_word_in_asterisks_stands_on_a_page() -> None:
    said = reading.words_of_the_site()
    missing = {
        (page.name, words)
        for page in LIVING
        for words in reading.stressed(page)
        if words not in said
    }
    assert not missing


def test_every_command_exists() -> None:
    commands = get_commands().keys()
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    for page in LIVING:
        told = "\n".join([*reading.inline_code(page), reading.code(page)])
        for command in re.findall(r"(?:manage\.py|deploy/manage) (\w+)", told):
            assert command in commands, (page, command)
        for target in re.findall(r"^make ([a-z-]+)", told, re.MULTILINE):
            assert target in targets, (page, target)
        for file in re.findall(r"(?<![\w./])((?:bin|deploy)/[\w./-]*\w)", told):
            assert (ROOT / file).exists(), (page, file)


def test_the_house_has_every_room_and_no_room_that_is_gone() -> None:
    told = (DOCS / "architecture.md").read_text()
    rooms = re.search(r"^# The house\n\n(.*?)\n\n", told, re.MULTILINE | re.DOTALL)
    assert rooms is not None
    packages = {f"{file.parent.name}/" for file in ROOT.glob("*/__init__.py")} - {
        "bench/",
        "tests/",
    }
    assert set(re.findall(r"^\| `(\w+/)` \|", rooms[1], re.MULTILINE)) == packages
    for named in re.findall(r"^\| (`[^|]+) \|", told, re.MULTILINE):
        for name in re.findall(r"`([\w/]+\.py|\w+/)`", named):
            assert any((ROOT / room / name).exists() for room in (".", *packages)), name


def test_commands_for_a_server_have_its_settings() -> None:
    """A bare `python manage.py` has none there; the drill says what stands for it."""
    services = yaml.safe_load((ROOT / "deploy" / "compose" / "compose.yaml").read_text())[
        "services"
    ]
    restoring = (DOCS / "backup.md").read_text().split("## When it is not a drill")[1]
    for told in (
        restoring,
        (DOCS / "upgrading.md").read_text(),
        (DOCS / "installing.md").read_text(),
    ):
        assert not re.search(r"^ *python |`python ", told, re.MULTILINE)
        assert "systemctl" in told
        assert "docker compose" in told
    for page in DOCS.glob("*.md"):
        for service in re.findall(
            r"docker compose (?:run --rm|exec)(?: --env \S+)? (\w+)", page.read_text()
        ):
            assert service in services, (page, service)


def settings_in(text: str) -> set[str]:
    return set(SETTING.findall(text)) - NOT_OURS


def test_every_setting_is_in_the_table_and_no_other() -> None:
    source = (ROOT / "momentum_site" / "settings.py").read_text()
    read = set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', source)) | {"DATABASE_URL", "SMTP_URL"}
    table = re.findall(r"^\| (`[A-Z_`, ]+) \|", (DOCS / "running.md").read_text(), re.MULTILINE)
    assert set(re.findall(r"[A-Z_]+", " ".join(table))) == read


def test_every_setting_that_is_named_is_one() -> None:
    known = set(re.findall(r"^([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))
    for page in (DOCS / f"{name}.md" for name in ("installing", "running", "backup", "upgrading")):
        told = "\n".join([*reading.inline_code(page), reading.code(page)])
        assert settings_in(told) <= known, page


@pytest.mark.parametrize("name", GUIDES_FOR_MEMBERS)
def test_members_of_twelve_can_read_what_is_for_them(name: str) -> None:
    words = reading.prose(DOCS / "roles" / f"{name}.md")
    # A grade is a year of school in the United States: children of twelve are in the seventh.
    assert textstat.flesch_kincaid_grade(words) < 7
    longest = max(re.split(r"(?<=[.!?:])\s", words), key=lambda sentence: len(sentence.split()))
    assert len(longest.split()) <= 25, longest
