"""A count told in words and tables, from its result alone. ``names`` are the candidates in order.

Where re-open nominations stands, ``ron`` is its number; a column of its own for each further RON
is named after it.
"""

import csv
import io
from collections.abc import Collection, Iterator, Sequence

from elections.counting.errors import listed, visible
from elections.counting.result import Action, Reason, Result, Stage, Threshold, Tie
from elections.counting.ron import every_name

__all__ = ["stage_sentence", "text", "threshold_sentence", "tie_sentence", "to_csv"]


def stage_sentence(stage: Stage, names: Sequence[str], ron: int | None = None) -> str:
    """What happened in a stage, in English: transfers, then who is elected, guarded and doomed."""
    names = every_name(names, len(stage.votes))
    sentences = [_action(stage, names), *_transfers(stage, names), *_kept(stage, names)]
    people = [number for number in stage.elected if ron is None or number < ron]
    filled = [number for number in people if number in stage.filled]
    others = [number for number in people if number not in filled]
    at_quota = [n for n in others if stage.quota is not None and stage.votes[n - 1] >= stage.quota]
    enough = [number for number in others if number not in at_quota]
    if at_quota:
        verb = "has the quota and is" if len(at_quota) == 1 else "have the quota and are"
        sentences.append(f"{_listed(at_quota, names)} {verb} elected.")
    if enough and stage.quota is not None:
        # ERS97: with as many votes as are left for each place, and one place more
        verb = "has" if len(enough) == 1 else "have"
        sentences.append(
            f"{_listed(enough, names)} {verb} enough of the votes still in play to be elected."
        )
    elif enough:
        sentences.append(f"{_listed(enough, names)} {_is(enough)} elected.")
    reasons = [_reason(reason, stage, names) for reason in stage.reasons]
    if stage.proposed:
        # It followed from who was guarded, and from it who cannot be elected
        guarded = len(stage.guarded)
        ended = _proposed(stage.proposed, stage, names)
        sentences += [*reasons[:guarded], ended, *reasons[guarded:]]
        reasons = []
    if filled:
        sentences.append(f"{_listed(filled, names)} {_is(filled)} elected to the seats left.")
    sentences += [_vacant(number, stage, names) for number in stage.elected if number not in people]
    return " ".join([*sentences, *reasons])


def _vacant(number: int, stage: Stage, names: Sequence[str]) -> str:
    name = names[number - 1]
    if stage.quota is None:
        return f"{name} comes next: every seat left stays vacant."
    won = "wins a seat left" if number in stage.filled else "has the quota and wins a seat"
    return f"{name} {won}, which stays vacant."


def _action(stage: Stage, names: Sequence[str]) -> str:
    action = stage.action
    if action.kind == "first":
        return "The votes are counted."
    if not action.candidates:
        return "Those elected keep less of the papers that reach them and pass more on."
    name = _listed(action.candidates, names)
    if action.kind == "surplus" and stage.batches:
        value = stage.figure(stage.batches[0].value)
        return f"The surplus of {name} is transferred: each paper is now worth {value}."
    if action.kind == "surplus":
        value = stage.figure(stage.transfer_value or 0)
        return (
            f"The surplus of {name} is transferred: each paper passes on {value} "
            "of the value at which it was received."
        )
    if action.kind == "exclude-doomed":
        return f"{name}, who can no longer be elected under the minima, is excluded."
    return f"{name}, {_why_out(stage, action)}, {_is(action.candidates)} excluded."


def _why_out(stage: Stage, action: Action) -> str:
    """With the fewest votes, of those who may go."""
    among = " of those not guarded" if action.spared else ""
    # Meek: whoever has no more above the lowest than the surplus is tied with them.
    within = ", give or take the surplus left" if stage.keep_factors else ""
    return f"with the fewest votes{among}{within}"


def _proposed(action: Action, stage: Stage, names: Sequence[str]) -> str:
    """ERS97: an exclusion that ends the count instead of moving papers."""
    return (
        f"{_listed(action.candidates, names)}, {_why_out(stage, action)}, {_is(action.candidates)} "
        "out: that leaves only as many as can fill the seats, and nothing more moves."
    )


def _transfers(stage: Stage, names: Sequence[str]) -> Iterator[str]:
    if len(stage.batches) > 1:
        moved = [f"{_papers(one.papers)} worth {stage.figure(one.value)}" for one in stage.batches]
        yield f"The papers move in batches: {listed(moved)}."
    gains = [
        f"{names[sent.to - 1]} receives {stage.figure(sent.value)} ({_papers(sent.papers)})"
        for sent in stage.transfers
        if sent.to is not None
    ]
    if gains:
        yield f"{listed(gains)}."
    for sent in stage.transfers:
        if sent.to is None:
            verb = "has" if sent.papers == 1 else "have"
            yield f"{_papers(sent.papers)} {verb} no further preference."


def _kept(stage: Stage, names: Sequence[str]) -> Iterator[str]:
    """Meek: what part of each paper the elected keep now."""
    kept = [
        f"{name} keeps {stage.figure(factor)}"
        for name, factor in zip(names, stage.keep_factors, strict=False)
        if 0 < factor < 10**stage.places
    ]
    if kept:
        yield f"Of each paper, {listed(kept)}."


def _reason(reason: Reason, stage: Stage, names: Sequence[str]) -> str:
    name = names[reason.candidate - 1]
    bounds = listed([str(bound) for bound in reason.bounds])
    if not bounds:  # re-open nominations, where too few others are left
        return f"{name} is guarded: without {name} too few are left for the seats."
    if reason.candidate in stage.guarded:
        return f"{name} is guarded: without {name} the seats could not meet {bounds}."
    return f"{name} cannot be elected: with {name} the seats could not meet {bounds}."


def tie_sentence(tie: Tie, names: Sequence[str]) -> str:
    """How a tie was decided, in English."""
    if tie.chosen is None:
        return (
            f"Stage {tie.stage}: {_listed(tie.candidates, names)} have enough votes and have always "
            "had the same, but there are not seats for them all. None of them is elected yet."
        )
    how = "by lot" if tie.decided_by == "lot" else "by an earlier stage"
    return (
        f"Stage {tie.stage}: the tie of {_listed(tie.candidates, names)} was decided {how}, "
        f"which chose {names[tie.chosen - 1]}."
    )


def threshold_sentence(threshold: Threshold) -> str:
    """A threshold with what it is a share of, in English."""
    needed = f"{threshold.numerator}/{threshold.denominator}"
    if threshold.denominator == 100:
        needed = f"{threshold.numerator}%"
    return (
        f"{threshold.name.capitalize()}: {threshold.figure:,} of {threshold.of:,} "
        f"{threshold.of_what}; {needed} was needed and "
        f"{'was' if threshold.met else 'was not'} reached."
    )


def text(
    result: Result, names: Sequence[str], title: str = "", withdrawn: Collection[int] = ()
) -> str:
    """The whole count as plain text. ``withdrawn`` are marked as such: a result does not know them."""
    numbered = enumerate(every_name(names, _columns(result)), start=1)
    names = [visible(name) if name.strip() else f"Candidate {number}" for number, name in numbered]
    lines = [visible(title)] if title else []
    lines.append(
        f"Rule {result.rule}, seats {result.seats}, valid papers {result.valid}, "
        f"other papers {result.invalid}"
    )
    if result.quota is not None:
        at_the_end = " at the end" if result.has_several_quotas else ""
        lines.append(f"Quota{at_the_end} {result.stages[0].figure(result.quota)}")
    width = max(map(len, [*names, "Non-transferable"]))
    elected: list[int] = []
    for stage in result.stages:
        elected += stage.elected
        lines += ["", f"Stage {stage.number}. {stage_sentence(stage, names, result.ron)}"]
        column = max(len(stage.figure(votes)) for votes in (*stage.votes, stage.non_transferable))
        for number, (name, votes) in enumerate(zip(names, stage.votes, strict=True), start=1):
            mark = f"  {_mark(result, number)}" if number in elected else ""
            if number in withdrawn:
                mark = "  withdrawn"
            lines.append(f"  {name:{width}}  {stage.figure(votes):>{column}}{mark}")
        if stage.quota is not None:
            left = stage.figure(stage.non_transferable)
            lines.append(f"  {'Non-transferable':{width}}  {left:>{column}}")
            if result.has_several_quotas:
                lines.append(f"  {'Quota':{width}}  {stage.figure(stage.quota):>{column}}")
    lines.append("")
    lines += [tie_sentence(tie, names) for tie in result.ties]
    lines += map(threshold_sentence, result.thresholds)
    lines.append(_outcome(result, names))
    lines.append(f"Digest {result.digest}")
    return "\n".join(lines) + "\n"


def _outcome(result: Result, names: Sequence[str]) -> str:
    if result.rule == "yes-no":
        return "Carried." if result.elected else "Not carried."
    said = f"Elected: {_listed(result.elected, names) or 'nobody'}."
    if result.vacant:
        stay = "1 seat stays" if result.vacant == 1 else f"{result.vacant} seats stay"
        said += f" {stay} vacant (re-open nominations)."
    return said


def _mark(result: Result, number: int) -> str:
    return "elected" if result.ron is None or number < result.ron else "stays vacant"


def _columns(result: Result) -> int:
    return len(result.stages[0].votes)


def to_csv(result: Result, names: Sequence[str]) -> str:
    """One row a candidate, one column of votes a stage, and the order of election; then what is not
    transferable, the quota if the rule has one, and for each tie, in its stage, how it was decided."""
    names = list(map(visible, every_name(names, _columns(result))))
    page = io.StringIO()
    table = csv.writer(page, lineterminator="\n")
    stages = result.stages
    table.writerow(
        ["number", "candidate", *(f"stage {stage.number}" for stage in stages), "elected"]
    )
    for number, name in enumerate(names, start=1):
        votes = [stage.figure(stage.votes[number - 1]) for stage in stages]
        place = result.elected.index(number) + 1 if number in result.elected else ""
        table.writerow([number, _cell(name), *votes, place])
    left = [stage.figure(stage.non_transferable) for stage in stages]
    table.writerow(["", "Non-transferable", *left, ""])
    if result.quota is not None:
        table.writerow(["", "Quota", *(stage.figure(stage.quota or 0) for stage in stages), ""])
    for tie in result.ties:
        told = _cell(tie_sentence(tie, names).removeprefix(f"Stage {tie.stage}: "))
        cells = [told if stage.number == tie.stage else "" for stage in stages]
        table.writerow(["", "Tie", *cells, ""])
    return page.getvalue()


def _cell(name: str) -> str:
    """A name that no spreadsheet takes for a formula."""
    return f"'{name}" if name.startswith(("=", "+", "-", "@", "\t")) else name


def _listed(numbers: Sequence[int], names: Sequence[str]) -> str:
    return listed([names[number - 1] for number in numbers])


def _is(numbers: Sequence[int]) -> str:
    return "is" if len(numbers) == 1 else "are"


def _papers(number: int) -> str:
    return "1 paper" if number == 1 else f"{number} papers"
