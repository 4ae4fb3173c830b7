"""Reference data in Django's own administration, for administrators."""

from __future__ import annotations

from elections.models import FlaggedWord
from members.models import PostcodeArea, Region, StaffRole, User
from momentum_site.demo import guide
from tests.gates.visits.visit import GONE, MOVED, PAGE, REFUSED, Visit, visit
from tests.gates.world import World

_MODELS = (Region, PostcodeArea, User, StaffRole, FlaggedWord)


def _a_word(world: World, client: object) -> None:
    FlaggedWord.objects.create(word="rubbish")


def _pages(model: type) -> list[Visit]:
    """Those of one model: its list, a new one, one that exists and what happened to it."""

    def first(_world: World) -> str:
        return str(model._default_manager.order_by("pk")[0].pk)  # type: ignore[attr-defined]

    name = f"{model._meta.app_label}_{model._meta.model_name}"  # type: ignore[attr-defined]
    who = guide.ADMINISTRATOR
    return [
        visit(f"admin:{name}_changelist", who=who),
        visit(f"admin:{name}_add", who=who),
        visit(f"admin:{name}_change", first, who=who, before=_a_word),
        visit(f"admin:{name}_history", first, who=who, before=_a_word),
        visit(
            f"admin:{name}_delete",
            first,
            who=who,
            before=_a_word,
            status=REFUSED if model is User else PAGE,  # accounts are stopped, not deleted
        ),
        visit(f"/admin/{name.replace('_', '/')}/0/", who=who, status=MOVED),
    ]


VISITS = [
    visit("admin:index", who=guide.ADMINISTRATOR),
    visit("admin:index", status=MOVED),
    visit("admin:app_list", "members", who=guide.ADMINISTRATOR),
    visit("admin:login", status=MOVED),
    visit("admin:logout", who=guide.ADMINISTRATOR, sends={}),
    visit("admin:autocomplete", who=guide.ADMINISTRATOR, status=403),
    visit("admin:jsi18n", who=guide.ADMINISTRATOR),
    visit("admin:view_on_site", 1, 1, who=guide.ADMINISTRATOR, status=GONE),
    visit("/admin/nowhere", who=guide.ADMINISTRATOR, status=GONE),
    *(one for model in _MODELS for one in _pages(model)),
]
