"""A count as plain text and as a table, from its result alone. ``names`` are the candidates in order.

Where re-open nominations stands, ``ron`` is its number; a column of its own for each further RON
is named after it.
"""

import csv
import io
from collections.abc import Collection, Sequence

from elections.counting.errors import listed, visible
from elections.counting.result import Result
from elections.counting.ron import every_name
from elections.counting.sentences import stage_sentence, threshold_sentence, tie_sentence

__all__ = ["stage_sentence", "text", "threshold_sentence", "tie_sentence", "to_csv"]


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
