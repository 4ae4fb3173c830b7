"""What an act of the tables is, and where in the site it is done."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.test import Client
from django.urls import reverse

from members.models import Action, AuditEntry
from tests.acts.scene import SETTINGS, Scene, Setting

Data = Mapping[str, Any]


def _nothing(scene: Scene) -> None:
    pass


def _no_data(scene: Scene) -> Data:
    return {}


@dataclass(frozen=True)
class Act:
    """`before` brings about what the act needs; `was_done` looks whether it happened."""

    page: Callable[[Scene], str]
    was_done: Callable[[Scene], bool]
    data: Callable[[Scene], Data] = _no_data
    before: Callable[[Scene], object] = _nothing
    attempt: Callable[[Client, Scene], object] | None = field(default=None)

    def try_it(self, client: Client, scene: Scene) -> None:
        if self.attempt is not None:
            self.attempt(client, scene)
        else:
            client.post(self.page(scene), self.data(scene))


def of_election(name: str) -> Callable[[Scene], str]:
    """The page of this name about the scene's election; another room's is named with its prefix."""
    full = name if ":" in name else f"elections:{name}"
    return lambda scene: reverse(full, args=[scene.election.slug])


def of_contest(name: str) -> Callable[[Scene], str]:
    return lambda scene: reverse(
        f"elections:{name}", args=[scene.election.slug, scene.contest.number]
    )


def of_nomination(name: str) -> Callable[[Scene], str]:
    """A page of Aisha's nomination in the office; of none where nobody stands."""
    return lambda scene: reverse(
        f"elections:{name}", args=[scene.election.slug, scene.nomination_pk]
    )


def of_share(name: str) -> Callable[[Scene], str]:
    return lambda scene: reverse(f"elections:{name}", args=[scene.share_token])


def audited(action: Action) -> Callable[[Scene], bool]:
    """Whether the audit has a line of this action that was not there when the scene was set."""
    return lambda scene: (
        AuditEntry.objects.of_election(scene.election.pk)
        .filter(action=action, id__gt=scene.last_entry)
        .exists()
    )


def confirmed(scene: Scene) -> Data:
    return {"confirm": scene.election.slug}


def contest_called(title: str) -> Data:
    return {
        "title": title,
        "electorate": "all",
        "rule": "scottish",
        "seats": "1",
        "marks": "1",
        "supports_per_member": "1",
    }


def reasoned(scene: Scene) -> Data:
    return {**confirmed(scene), "reason": "The hall burnt down."}


@dataclass(frozen=True)
class Form:
    """`letter` is of those who may send it, `phases` are those in which they can."""

    act: Act
    letter: str = "O"
    phases: tuple[Setting, ...] = SETTINGS


def audited_anywhere(action: Action) -> Callable[[Scene], bool]:
    """As `audited`, of what belongs to no election."""
    return lambda scene: AuditEntry.objects.filter(action=action, id__gt=scene.last_entry).exists()
