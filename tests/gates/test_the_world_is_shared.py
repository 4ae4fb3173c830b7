"""One process of a run loads the world, and the others take it over as it is."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

from elections.models import FlaggedWord, Message
from members.models import PostcodeArea, Region
from tests.embedded.guards import no_guards
from tests.gates import kept
from tests.gates.world import World


def _rows() -> dict[str, int]:
    return {model.__name__: model._base_manager.count() for model in apps.get_models()}


def test_what_one_process_loaded_another_takes_over(world: World, tmp_path: Path) -> None:
    path, before = tmp_path / "world.zip", _rows()
    kept.save(path)
    with no_guards():
        Message._base_manager.all().delete()
        FlaggedWord.objects.create(word="rubbish")
    assert _rows() != before
    keys = kept.restore(path)
    assert _rows() == before
    assert {name: getattr(settings, name) for name in keys} == keys
    known = set(PostcodeArea.objects.values_list("pk", flat=True))
    with no_guards():
        further = PostcodeArea.objects.create(area="ZZ", region=Region.objects.all()[0])
    assert further.pk not in known, "the sequences go on"


def test_it_is_shared_only_where_several_processes_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PYTEST_XDIST_TESTRUNUID", raising=False)
    assert kept.place() is None
    monkeypatch.setenv("PYTEST_XDIST_TESTRUNUID", "run")
    assert str(kept.place()).endswith("world-run.zip")
