"""A stored count as pages and files show it. Nothing here counts: everything is read off the records.

Who is elected is said in one place, `ContestResult.outcome`: by the last amended declaration about the
contest, and where there is none by the last count. Every page, file and mail asks there.
"""

from elections.results.counted import ContestResult, Outcome, SectionView, StageView, VoteCell
from elections.results.decided import DecidedContest, amendments_of, decided_contests, decided_of
from elections.results.declared import (
    DeclarationView,
    declarations_of,
    has_report,
    lacks_report,
    last_provisional,
    report_of,
)
from elections.results.finding import (
    contest_results,
    left_in,
    left_of,
    other_count,
    result_in,
    result_of,
    standing_result,
    whole_results,
)
from elections.results.left import Left
from elections.results.telling import turnout_told
from elections.results.turnout import (
    DayRow,
    SheetRegions,
    SheetTurnout,
    are_by_region,
    day_turnout,
    region_turnout,
    sheet_turnout,
    turnout,
)

__all__ = [
    "ContestResult",
    "DayRow",
    "DecidedContest",
    "DeclarationView",
    "Left",
    "Outcome",
    "SectionView",
    "SheetRegions",
    "SheetTurnout",
    "StageView",
    "VoteCell",
    "amendments_of",
    "are_by_region",
    "contest_results",
    "day_turnout",
    "decided_contests",
    "decided_of",
    "declarations_of",
    "has_report",
    "lacks_report",
    "last_provisional",
    "left_in",
    "left_of",
    "other_count",
    "region_turnout",
    "report_of",
    "result_in",
    "result_of",
    "sheet_turnout",
    "standing_result",
    "turnout",
    "turnout_told",
    "whole_results",
]
