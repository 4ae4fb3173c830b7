"""A result in a few whole sentences, for whoever quotes it."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from elections.counting import Minima, Result
from elections.results.wording import ON_SITE


def outcome_told(
    elected: Sequence[str],
    *,
    vacant: int,
    is_question: bool,
    votes: Sequence[tuple[str, str]],
) -> list[str]:
    """Who is elected and what stays vacant; of a question, whether it is carried and by how many."""
    if is_question:
        (_yes, yes), (_no, no) = votes
        said = {"yes": f"{int(yes):,}", "no": f"{int(no):,}"}
        if elected:
            return [_("The question is carried: %(yes)s voted yes and %(no)s voted no.") % said]
        return [_("The question is not carried: %(yes)s voted yes and %(no)s voted no.") % said]
    told = [_("Nobody was elected.")]
    if elected:
        message = ngettext(
            "%(count)s was elected: %(names)s.", "%(count)s were elected: %(names)s.", len(elected)
        )
        told = [message % {"count": len(elected), "names": ON_SITE.listed(elected)}]
    if vacant:
        message = ngettext("%(count)s seat stays vacant.", "%(count)s seats stay vacant.", vacant)
        told.append(message % {"count": vacant})
    return told


def turnout_told(cast: int, entitled: int) -> str:
    """How many of those who could vote did."""
    share = f"{100 * cast / entitled:.1f}%" if entitled else "–"
    message = ngettext(
        "%(cast)s of %(entitled)s member voted (%(share)s).",
        "%(cast)s of %(entitled)s members voted (%(share)s).",
        entitled,
    )
    return message % {"cast": f"{cast:,}", "entitled": f"{entitled:,}", "share": share}


def minima_told(
    result: Result, names: Sequence[str], minima: Minima, left: Collection[int] = ()
) -> list[str]:
    """What the reserved seats did: whom they kept in, whom they kept out, or that they did neither.

    ``left`` are those whom the count passed over.
    """
    spared: dict[int, None] = {}
    doomed: dict[int, None] = {}
    for stage in result.stages:
        doomed |= dict.fromkeys(stage.doomed)
        for action in filter(None, (stage.action, stage.proposed)):
            spared |= dict.fromkeys(action.spared)
            if action.kind == "exclude-doomed":
                doomed |= dict.fromkeys(action.candidates)
    doomed |= dict.fromkeys(_out_at_the_end(result, left))
    kept_in, kept_out = ([names[one - 1] for one in some] for some in (spared, doomed))
    groups = [ON_SITE.attribute(one.name) for one in minima.attributes if one.minimum]
    if result.seats == 1 and groups:
        return _only_seat_told(groups, kept_in, kept_out)
    return _some_seats_told(kept_in, kept_out)


def _only_seat_told(
    groups: Sequence[str], kept_in: Sequence[str], kept_out: Sequence[str]
) -> list[str]:
    told = [
        _("The only seat to fill is reserved for this group: %(groups)s.")
        % {"groups": ON_SITE.listed(groups)}
    ]
    if kept_in:
        message = ngettext(
            "To keep somebody for the reserved seat, the count kept %(names)s in where only the votes "
            "would have excluded them.",
            "To keep somebody for the reserved seat, the count kept these in where only the votes "
            "would have excluded them: %(names)s.",
            len(kept_in),
        )
        told.append(message % {"names": ON_SITE.listed(kept_in)})
    if kept_out:
        message = ngettext(
            "Whatever the votes, %(names)s could not be elected.",
            "Whatever the votes, these could not be elected: %(names)s.",
            len(kept_out),
        )
        told.append(message % {"names": ON_SITE.listed(kept_out)})
    return told


def _some_seats_told(kept_in: Sequence[str], kept_out: Sequence[str]) -> list[str]:
    told = []
    if kept_in:
        message = ngettext(
            "Some seats are reserved. To keep enough people for them, the count kept %(names)s in "
            "where only the votes would have excluded them.",
            "Some seats are reserved. To keep enough people for them, the count kept these in where "
            "only the votes would have excluded them: %(names)s.",
            len(kept_in),
        )
        told.append(message % {"names": ON_SITE.listed(kept_in)})
    if kept_out:
        message = _("Some seats are reserved. No other seat was left for %(names)s.")
        told.append(message % {"names": ON_SITE.listed(kept_out)})
    return told or [
        _("Some seats are reserved. That kept nobody in the count and nobody out of it.")
    ]


def _out_at_the_end(result: Result, left: Collection[int]) -> list[int]:
    """Those who still stood when the seats left were filled with others: they could not be elected,
    and the count had no stage any more in which to say so.
    """
    last = result.stages[-1]
    if not last.filled:
        return []
    gone = {*left, *(last.proposed.candidates if last.proposed else ())}
    for stage in result.stages:
        gone |= set(stage.elected)
        if stage.action.kind.startswith("exclude"):
            gone |= set(stage.action.candidates)
    people = range(1, result.ron if result.ron is not None else len(last.votes) + 1)
    return [number for number in people if number not in gone]
