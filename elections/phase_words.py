"""What a phase is called and the kind of its tag: as everybody reads it, and as the office does.

The office acts, so its words name the act that was done or is missing; a kind says whether something
waits for the reader, which is not the same for both.
"""

from __future__ import annotations

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from elections.phases import Phase


class Tag(NamedTuple):
    """Words and the kind of their tag, as `components/_tag.html` takes them."""

    words: str | Promise
    kind: str = ""


# A state, where the same words elsewhere name an instant: Welsh has two phrases.
_NOMINATIONS_OPEN = pgettext_lazy("state", "Nominations open")

# For everybody, and for the office.
_TAGS: dict[Phase, tuple[Tag, Tag]] = {
    Phase.PREPARING: (Tag(_("Being prepared")), Tag(_("In preparation"))),
    Phase.NOTICE: (Tag(_("Announced"), "told"), Tag(_("Notice published"), "told")),
    Phase.NOMINATING: (Tag(_NOMINATIONS_OPEN, "good"), Tag(_NOMINATIONS_OPEN, "told")),
    Phase.CHECKING: (Tag(_("Nominations closed"), "wait"), Tag(_("Nominations closed"), "wait")),
    Phase.READY: (Tag(_("Voting opens soon"), "told"), Tag(_("Papers fixed"), "good")),
    Phase.DELAYED: (Tag(_("Voting delayed"), "problem"), Tag(_("Voting is delayed"), "problem")),
    Phase.NOT_HELD: (
        Tag(_("Not held"), "problem"),
        Tag(_("Not held: papers never fixed"), "problem"),
    ),
    Phase.VOTING: (Tag(_("Voting open"), "good"), Tag(_("Voting is open"), "good")),
    Phase.COUNTING: (Tag(_("Voting closed"), "wait"), Tag(_("Being counted"), "wait")),
    Phase.PROVISIONAL: (
        Tag(_("Provisional result"), "told"),
        Tag(_("Provisional result"), "wait"),
    ),
    Phase.DECLARED: (Tag(_("Result declared")), Tag(_("Result declared"), "good")),
    Phase.POSTPONED: (Tag(_("Postponed"), "problem"), Tag(_("Postponed"), "problem")),
    Phase.WITHDRAWN: (Tag(_("Withdrawn")), Tag(_("Withdrawn"), "problem")),
    Phase.ABANDONED: (Tag(_("Abandoned"), "problem"), Tag(_("Poll abandoned"), "problem")),
}


def public_tag(phase: Phase) -> Tag:
    return _TAGS[phase][0]


def office_tag(phase: Phase) -> Tag:
    return _TAGS[phase][1]
