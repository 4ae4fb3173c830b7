"""What a candidate entered, as the office looks at it: passages marked, proofs not approved."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from elections.checking import Kind, Piece, pieces_of
from elections.models import Election, FlaggedWord, Nomination

_WORDS: dict[Kind, Promise | str] = {
    Kind.EMAIL: _("email address"),
    Kind.PHONE: _("phone number"),
    Kind.POSTCODE: _("postcode"),
    Kind.ADDRESS: _("postal address"),
    Kind.FLAGGED: _("flagged word"),
}


@dataclass(frozen=True)
class MarkedPiece:
    """A piece of a text; `why` says what there is to look at, empty where nothing is."""

    text: str
    why: str

    @classmethod
    def of(cls, piece: Piece) -> MarkedPiece:
        return cls(piece.text, str(_WORDS[piece.kind]) if piece.kind else "")


@dataclass(frozen=True)
class MarkedTexts:
    """Name and statement of a nomination in pieces, for an officer to look at."""

    name: list[MarkedPiece]
    statement: list[MarkedPiece]

    @property
    def found(self) -> list[MarkedPiece]:
        return [piece for piece in (*self.name, *self.statement) if piece.why]


def texts_to_look_at(nomination: Nomination) -> MarkedTexts:
    flagged = list(FlaggedWord.objects.values_list("word", flat=True))
    return MarkedTexts(
        name=[MarkedPiece.of(one) for one in pieces_of(nomination.ballot_name, flagged)],
        statement=[MarkedPiece.of(one) for one in pieces_of(nomination.statement, flagged)],
    )


def proofs_not_approved(election: Election) -> list[Nomination]:
    """Those accepted who have not approved how they would stand on the paper now."""
    accepted = Nomination.objects.filter(
        contest__election=election, state=Nomination.State.ACCEPTED
    ).with_photo()
    in_order = accepted.select_related("contest").order_by("contest__number", "ballot_name")
    return [one for one in in_order if not one.has_approved_proof]
