"""A stage in a few short words, for whoever reads how a count went: who is elected or excluded, and
where most of the votes went. The figures are in `counting.sentences` and in the table.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from elections.counting import Result, Stage
from elections.counting.result import Action
from elections.results.wording import ON_SITE

_LISTED = 3  # as many names of whom votes went to, not more


def stage_told(stage: Stage, before: Stage | None, names: Sequence[str], result: Result) -> str:
    """What a stage of a result did, by itself and against the one before it; `names` has one for each
    column."""
    if result.rule == "yes-no":
        return " ".join(_answered(stage))
    said = [*_action(stage, names, result)]
    if before is not None:
        said += _gains(stage, before, names)
    return " ".join([*said, *_elected(stage, names, result.ron)])


def _answered(stage: Stage) -> Iterator[str]:
    """A question is carried or not: nobody is elected by it."""
    yield _("The votes are counted.")
    yield _("The question is carried.") if stage.elected else _("The question is not carried.")


def _named(numbers: Sequence[int], names: Sequence[str]) -> dict[str, str]:
    return {"names": ON_SITE.listed([names[number - 1] for number in numbers])}


def _action(stage: Stage, names: Sequence[str], result: Result) -> Iterator[str]:
    action = stage.action
    if action.kind == "first":
        yield (
            _("The votes are counted.") if stage.quota is None else _("First choices are counted.")
        )
        if not stage.elected and not stage.proposed:
            is_all = len(result.stages) == 1
            yield _("Nobody is elected.") if is_all else _("Nobody is elected yet.")
        return
    if action.kind == "surplus" and not action.candidates:
        yield _("The elected pass on votes that they do not need.")
    elif action.kind == "surplus":
        message = ngettext(
            "%(names)s passes on the votes above the quota.",
            "%(names)s pass on the votes above the quota.",
            len(action.candidates),
        )
        yield message % _named(action.candidates, names)
    elif action.kind == "exclude-doomed" and result.seats == 1:
        message = ngettext(
            "%(names)s is excluded: the only seat is reserved.",
            "%(names)s are excluded: the only seat is reserved.",
            len(action.candidates),
        )
        yield message % _named(action.candidates, names)
    elif action.kind == "exclude-doomed":
        message = ngettext(
            "%(names)s is excluded: only reserved seats are left.",
            "%(names)s are excluded: only reserved seats are left.",
            len(action.candidates),
        )
        yield message % _named(action.candidates, names)
    else:
        yield from _out(action, names, result.ron)


def _out(action: Action, names: Sequence[str], ron: int | None) -> Iterator[str]:
    """Who is excluded for having the fewest votes, and who was kept in with no more."""
    message = ngettext(
        "%(names)s has the fewest votes and is excluded.",
        "%(names)s have the fewest votes and are excluded.",
        len(action.candidates),
    )
    spared = [number for number in action.spared if ron is None or number < ron]
    if spared:
        message = ngettext(
            "%(names)s has the fewest votes of the rest and is excluded.",
            "%(names)s have the fewest votes of the rest and are excluded.",
            len(action.candidates),
        )
        kept = ngettext(
            "%(names)s is kept in for the reserved seats.",
            "%(names)s are kept in for the reserved seats.",
            len(spared),
        )
        yield kept % _named(spared, names)
    yield message % _named(action.candidates, names)


def _gains(stage: Stage, before: Stage, names: Sequence[str]) -> Iterator[str]:
    """To whom most of what moved went; nothing where nothing moved, or to many in equal parts."""
    changes = [now - then for now, then in zip(stage.votes, before.votes, strict=True)]
    to_nobody = max(stage.non_transferable - before.non_transferable, 0)
    most = max(changes)
    whole = to_nobody + sum(change for change in changes if change > 0)
    if whole == 0:
        return
    if to_nobody == whole:
        yield _("The papers name nobody else who is left.")
    elif 2 * to_nobody > whole:
        yield _("Most of the votes go to nobody: the papers name no one else who is left.")
    else:
        yield from _most(most, whole, [names[one] for one in _places(changes, most)])


def _places(changes: Sequence[int], most: int) -> list[int]:
    return [place for place, change in enumerate(changes) if change == most]


def _most(most: int, whole: int, first: Sequence[str]) -> Iterator[str]:
    if len(first) > _LISTED:
        return
    said = {"names": ON_SITE.listed(first)}
    if most == whole:
        yield _("All the votes go to %(names)s.") % said
    elif 2 * most > whole:
        yield _("Most of the votes go to %(names)s.") % said
    else:
        message = ngettext(
            "%(names)s gets more of the votes than anybody else.",
            "%(names)s get more of the votes than anybody else.",
            len(first),
        )
        yield message % said


def _elected(stage: Stage, names: Sequence[str], ron: int | None) -> Iterator[str]:
    """Who is elected, where the count ends also without whom; then the seats that nobody gets."""
    if stage.proposed:
        message = _("Without %(names)s, only as many are left as there are seats to fill.")
        yield message % _named(stage.proposed.candidates, names)
    people = [number for number in stage.elected if ron is None or number < ron]
    if people:
        message = ngettext("%(names)s is elected.", "%(names)s are elected.", len(people))
        yield message % _named(people, names)
    vacant = len(stage.elected) - len(people)
    if vacant:
        message = ngettext("%(count)s seat stays vacant.", "%(count)s seats stay vacant.", vacant)
        yield message % {"count": vacant}
