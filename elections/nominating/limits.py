"""What a candidate enters keeps within what the election allows, whoever enters it and how."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from elections.links import public_link
from elections.models import Contest, Election
from elections.models.nomination import MOST_LETTERS
from elections.photos import EncodedPhoto
from elections.readable import name_of_its_own, readable_text
from elections.refusal import Refused
from elections.reserved import asked_for_seats, asked_for_totals


def require_asked(contest: Contest, attributes: Collection[str]) -> None:
    """Declarations are asked for what steers or describes this contest, and nothing else."""
    asked = {*asked_for_seats(contest), *asked_for_totals(contest)}
    if set(attributes) - {attribute.value for attribute in asked}:
        raise Refused(_("This contest does not ask about that."))


def require_within_limits(
    election: Election,
    *,
    ballot_name: str,
    statement: str,
    links: Sequence[str],
    photo: EncodedPhoto | None,
) -> None:
    """Raises Refused for what the ballot paper could not bear or the election does not allow."""
    _require(name_of_its_own, ballot_name)
    _require(readable_text, statement)
    if len(statement.split()) > election.statement_words:
        raise Refused(
            _("Shorten your statement to %(limit)s words.") % {"limit": election.statement_words}
        )
    if len(statement) > MOST_LETTERS:
        raise Refused(_("Shorten your statement to %(limit)s letters.") % {"limit": MOST_LETTERS})
    if len(links) > election.links:
        raise Refused(
            ngettext(
                "Give at most %(limit)s link.", "Give at most %(limit)s links.", election.links
            )
            % {"limit": election.links}
        )
    for link in links:
        _require(public_link, link)
    if photo is not None and not election.has_photos:
        raise Refused(_("Candidates of this election show no photo."))


def _require(is_sound: Callable[[str], None], value: str) -> None:
    try:
        is_sound(value)
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error
