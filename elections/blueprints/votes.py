"""Votes of all members in one contest: whom to back, a single seat's contest, a question."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from elections.blueprints.plan import (
    QUESTION_ONLY,
    WITH_NOMINATIONS,
    Blueprint,
    PlannedContest,
    for_a_term,
)
from elections.models import Body, Rule

VOTES = (
    Blueprint(
        key="nec-nine",
        title=_("Members' ballot for the nine of Labour's NEC"),
        text=_("All members, nine places, by single transferable vote."),
        body=Body.NEC,
        days=WITH_NOMINATIONS,
        contests=(PlannedContest(title=_("Candidates to back"), seats=9),),
    ),
    Blueprint(
        key="most-votes",
        title=_("One contest of all members, most votes win"),
        text=_("All members, four seats, up to four votes."),
        body=Body.NCG,
        days=for_a_term(WITH_NOMINATIONS),
        contests=(
            PlannedContest(title=_("Members' seats"), rule=Rule.PLURALITY, seats=4, marks=4),
        ),
    ),
    Blueprint(
        key="referendum",
        title=_("A yes or no question to all members"),
        text=_("No candidates. You write the question, and the turnout or majority it needs."),
        body=Body.MEMBERS_VOTE,
        days=QUESTION_ONLY,
        contests=(PlannedContest(title=_("The question"), rule=Rule.YES_NO),),
    ),
)
