"""What the office asks: what waits for a person, what is running, and the lists behind the numbers."""

from elections.office_questions.lists import (
    STATES_SHOWN,
    TOTALS_ONLY,
    contests_with_figures,
    expected_voters,
    messages_shown,
    nominations_of,
    plan_of_papers,
    reminders_of,
    roll_of,
    roll_totals,
    sheets_on_the_roll,
    slate_changed_after_acceptance,
    support_of,
    turnout_of,
)
from elections.office_questions.of_acts import (
    figures_of_acts,
    people_of_rehearsals,
    proposal_of,
    steps_after_the_close,
    what_will_happen,
)
from elections.office_questions.texts import proofs_not_approved, texts_to_look_at
from elections.office_questions.under_way import (
    PHASES,
    next_step,
    processes,
    running,
    timeline,
    timetable_changes,
    unfinished,
)
from elections.office_questions.waiting import needs, needs_of

__all__ = [
    "PHASES",
    "STATES_SHOWN",
    "TOTALS_ONLY",
    "contests_with_figures",
    "expected_voters",
    "figures_of_acts",
    "messages_shown",
    "needs",
    "needs_of",
    "next_step",
    "nominations_of",
    "people_of_rehearsals",
    "plan_of_papers",
    "processes",
    "proofs_not_approved",
    "proposal_of",
    "reminders_of",
    "roll_of",
    "roll_totals",
    "running",
    "sheets_on_the_roll",
    "slate_changed_after_acceptance",
    "steps_after_the_close",
    "support_of",
    "texts_to_look_at",
    "timeline",
    "timetable_changes",
    "turnout_of",
    "unfinished",
    "what_will_happen",
]
