"""The lots are committed to in public: what a stranger notes before voting opens holds after the count."""

from __future__ import annotations

import io
import json
import re
import zipfile
from datetime import timedelta
from hashlib import sha256

import pytest
from django.test import Client
from django.utils import timezone

from elections import tallying
from elections.models import Election
from elections.phases import Phase
from tests.office.cast import fresh
from tests.public.cast import sign_in
from tests.voting.cast import despite_the_guard, page, vote

pytestmark = pytest.mark.django_db(transaction=True)
HASH = re.compile(r"<code[^>]*>([0-9a-f]{64})</code>")


@pytest.fixture
def ready(election: Election) -> Election:
    """The papers are fixed, and voting opens in half an hour."""
    opens_at = timezone.now() + timedelta(minutes=30)
    ready = despite_the_guard(election, voting_opens_at=opens_at)
    assert ready.phase(timezone.now()) == Phase.READY
    return ready


def text(election: Election, name: str) -> str:
    return Client().get(page(election, name)).content.decode()


def counted(election: Election) -> Election:
    despite_the_guard(election, voting_opens_at=timezone.now() - timedelta(minutes=5))
    vote(election, "Callum", "Bea Okafor")
    vote(election, "Dewi", "Aisha Bello")
    closed = despite_the_guard(election, voting_closes_at=timezone.now())
    tallying.close_due(timezone.now())
    tallying.count(closed, now=timezone.now())
    return fresh(election)


def bundle(election: Election) -> zipfile.ZipFile:
    answer = Client().get(page(election, "download-bundle"))
    return zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))  # type: ignore[attr-defined]


def test_the_manifest_and_seed_hash_of_before_are_those_of_the_bundle(ready: Election) -> None:
    answer = Client().get(page(ready, "download-manifest"))
    noted = answer.content
    assert answer["Content-Type"] == "application/json"
    assert f'filename="{ready.slug}-manifest.json"' in answer["Content-Disposition"]
    seed_hash = json.loads(noted)["seed_hash"]
    assert HASH.findall(text(ready, "show-board")) == [sha256(noted).hexdigest(), seed_hash]

    with bundle(counted(ready)) as published:
        assert published.read("manifest.json") == noted
        seed = published.read("lot_seed.txt").decode().strip()
    assert sha256(bytes.fromhex(seed)).hexdigest() == seed_hash


def test_the_seed_itself_is_nowhere_before_the_count(ready: Election) -> None:
    assert "The seed is published with the result" in text(ready, "show-board")
    closed = counted(ready)
    with bundle(closed) as published:
        seed = published.read("lot_seed.txt").decode().strip()
        manifest = published.read("manifest.json").decode()
    assert seed not in manifest
    for name in ("show-board", "show-results"):
        found = HASH.findall(text(closed, name))
        assert found[1:3] == [sha256(bytes.fromhex(seed)).hexdigest(), seed], name


def test_the_order_of_the_lot_follows_as_the_results_page_says(ready: Election) -> None:
    """By hand: from what the pages show, without the site's own derivation."""
    closed = counted(ready)
    seed = HASH.findall(text(closed, "show-results"))[2]
    assert "Each number takes two bytes, the higher one first." in text(closed, "show-results")
    rows = re.findall(
        r'<td>(\d+)</td>\s*<td class="number">(\d+)</td>.*?<code[^>]*>([0-9a-f]{64})</code>',
        text(closed, "show-board"),
        re.DOTALL,
    )
    last = {
        int(sheet): digest for sheet, _index, digest in sorted(rows, key=lambda row: int(row[1]))
    }
    assert len(last) == 2
    scotland = closed.contests.get(title="Scotland")
    begins = bytes.fromhex(seed + "".join(last[sheet] for sheet in sorted(last)))

    def drawn(number: int) -> bytes:
        numbers = (scotland.sheet.number, scotland.number, number)
        return sha256(begins + b"".join(one.to_bytes(2, "big") for one in numbers)).digest()

    candidates = dict(scotland.candidates.values_list("number", "ballot_name"))
    shown = Client().get(f"{page(closed, 'show-results')}{scotland.number}/").content.decode()
    lot = shown.split("<h2>The lot</h2>")[1].split("</ol>")[0]
    order = [candidates[number] for number in sorted(candidates, key=drawn)]
    assert re.findall(r"<li>(.+?)</li>", lot) == order
    assert f'href="{page(closed, "show-results")}#lots"' in lot


def test_the_elections_page_leads_there_from_when_the_papers_are_fixed(ready: Election) -> None:
    link = f'href="{page(ready, "show-board")}#fixed"'
    assert link in text(ready, "show-election")
    assert 'id="fixed"' in text(ready, "show-board")
    assert f'href="{page(ready, "download-manifest")}"' in text(ready, "show-board")


def test_the_manifest_is_for_any_cache_and_looks_at_nobodys_session(ready: Election) -> None:
    client = sign_in(Client(), ready.roll.get(member__first_name="Bea").member)
    answer = client.get(page(ready, "download-manifest"))
    assert "public" in answer["Cache-Control"]
    assert "max-age=86400" in answer["Cache-Control"]
    assert "Cookie" not in answer.get("Vary", "")
    assert not answer.cookies
    assert client.post(page(ready, "download-manifest")).status_code == 405
