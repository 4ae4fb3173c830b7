"""A count told in sentences, each from the result alone. ``names`` are the candidates in order.

A sentence is one message with named places, because another language has its words in another order.
What a sentence lists (batches of papers, what each candidate receives or keeps, bounds) are messages of
their own, each whole in itself; the language joins them. ``words`` says which language (see `wording`).
"""

from collections.abc import Iterator, Sequence

from elections.counting.result import Action, Bound, Reason, Stage, Threshold, Tie
from elections.counting.ron import every_name
from elections.counting.wording import ENGLISH, Wording

__all__ = ["stage_sentence", "threshold_sentence", "tie_sentence"]


def stage_sentence(
    stage: Stage, names: Sequence[str], ron: int | None = None, words: Wording = ENGLISH
) -> str:
    """What happened in a stage: transfers, then who is elected, guarded and doomed.

    Where re-open nominations stands, ``ron`` is its number.
    """
    return " ".join(_Telling(stage, every_name(names, len(stage.votes)), words).sentences(ron))


def tie_sentence(tie: Tie, names: Sequence[str], words: Wording = ENGLISH) -> str:
    """How a tie was decided."""
    said = {
        "stage": str(tie.stage),
        "names": words.listed([names[number - 1] for number in tie.candidates]),
        "chosen": "" if tie.chosen is None else names[tie.chosen - 1],
    }
    if tie.chosen is None:
        message = words.gettext(
            "Stage %(stage)s: %(names)s have enough votes and have always had the same, but there "
            "are not seats for them all. None of them is elected yet."
        )
    elif tie.decided_by == "lot":
        message = words.gettext(
            "Stage %(stage)s: the tie of %(names)s was decided by lot, which chose %(chosen)s."
        )
    else:
        message = words.gettext(
            "Stage %(stage)s: the tie of %(names)s was decided by an earlier stage, which chose "
            "%(chosen)s."
        )
    return message % said


def threshold_sentence(threshold: Threshold, words: Wording = ENGLISH) -> str:
    """A threshold with what it is a share of."""
    needed = f"{threshold.numerator}/{threshold.denominator}"
    if threshold.denominator == 100:
        needed = f"{threshold.numerator}%"
    if threshold.name == "majority" and threshold.met:
        message = words.gettext(
            "Majority: %(figure)s of %(of)s papers that say yes or no; %(needed)s was needed and "
            "was reached."
        )
    elif threshold.name == "majority":
        message = words.gettext(
            "Majority: %(figure)s of %(of)s papers that say yes or no; %(needed)s was needed and "
            "was not reached."
        )
    elif threshold.met:
        message = words.gettext(
            "Turnout: %(figure)s of %(of)s members entitled to vote; %(needed)s was needed and "
            "was reached."
        )
    else:
        message = words.gettext(
            "Turnout: %(figure)s of %(of)s members entitled to vote; %(needed)s was needed and "
            "was not reached."
        )
    return message % {
        "figure": f"{threshold.figure:,}",
        "of": f"{threshold.of:,}",
        "needed": needed,
    }


class _Telling:
    """One stage in one language."""

    def __init__(self, stage: Stage, names: Sequence[str], words: Wording) -> None:
        self.stage, self.names, self.words = stage, names, words

    def sentences(self, ron: int | None) -> list[str]:
        stage = self.stage
        sentences = [self._action(), *self._transfers(), *self._kept()]
        people = [number for number in stage.elected if ron is None or number < ron]
        filled = [number for number in people if number in stage.filled]
        others = [number for number in people if number not in filled]
        sentences += self._elected(others)
        reasons = [self._reason(reason) for reason in stage.reasons]
        if stage.proposed:
            # It followed from who was guarded, and from it who cannot be elected
            guarded = len(stage.guarded)
            ended = self._proposed(stage.proposed)
            sentences += [*reasons[:guarded], ended, *reasons[guarded:]]
            reasons = []
        if filled:
            message = self.words.ngettext(
                "%(names)s is elected to the seats left.",
                "%(names)s are elected to the seats left.",
                len(filled),
            )
            sentences.append(message % self._named(filled))
        sentences += [self._vacant(number) for number in stage.elected if number not in people]
        return [*sentences, *reasons]

    def _named(self, numbers: Sequence[int]) -> dict[str, str]:
        return {"names": self.words.listed([self.names[number - 1] for number in numbers])}

    def _elected(self, numbers: Sequence[int]) -> Iterator[str]:
        """Those elected by their votes, with the quota or without."""
        stage, words = self.stage, self.words
        at_quota = [
            one
            for one in numbers
            if stage.quota is not None and stage.votes[one - 1] >= stage.quota
        ]
        enough = [number for number in numbers if number not in at_quota]
        if at_quota:
            message = words.ngettext(
                "%(names)s has the quota and is elected.",
                "%(names)s have the quota and are elected.",
                len(at_quota),
            )
            yield message % self._named(at_quota)
        if enough and stage.quota is not None:
            # ERS97: with as many votes as are left for each place, and one place more
            message = words.ngettext(
                "%(names)s has enough of the votes still in play to be elected.",
                "%(names)s have enough of the votes still in play to be elected.",
                len(enough),
            )
            yield message % self._named(enough)
        elif enough:
            message = words.ngettext("%(names)s is elected.", "%(names)s are elected.", len(enough))
            yield message % self._named(enough)

    def _vacant(self, number: int) -> str:
        gettext = self.words.gettext
        if self.stage.quota is None:
            message = gettext("%(name)s comes next: every seat left stays vacant.")
        elif number in self.stage.filled:
            message = gettext("%(name)s wins a seat left, which stays vacant.")
        else:
            message = gettext("%(name)s has the quota and wins a seat, which stays vacant.")
        return message % {"name": self.names[number - 1]}

    def _action(self) -> str:
        stage, action, words = self.stage, self.stage.action, self.words
        if action.kind == "first":
            return words.gettext("The votes are counted.")
        if not action.candidates:
            return words.gettext(
                "Those elected keep less of the papers that reach them and pass more on."
            )
        said = self._named(action.candidates)
        if action.kind == "surplus" and stage.batches:
            message = words.gettext(
                "The surplus of %(names)s is transferred: each paper is now worth %(value)s."
            )
            return message % {**said, "value": stage.figure(stage.batches[0].value)}
        if action.kind == "surplus":
            message = words.gettext(
                "The surplus of %(names)s is transferred: each paper passes on %(value)s of the "
                "value at which it was received."
            )
            return message % {**said, "value": stage.figure(stage.transfer_value or 0)}
        if action.kind == "exclude-doomed":
            message = words.gettext(
                "%(names)s, who can no longer be elected under the minima, is excluded."
            )
            return message % said
        return self._excluded(action) % said

    def _excluded(self, action: Action) -> str:
        """Meek: whoever has no more above the lowest than the surplus is tied with them."""
        ngettext, number = self.words.ngettext, len(action.candidates)
        if action.spared and self.stage.keep_factors:
            return ngettext(
                "%(names)s, with the fewest votes of those not guarded, give or take the surplus "
                "left, is excluded.",
                "%(names)s, with the fewest votes of those not guarded, give or take the surplus "
                "left, are excluded.",
                number,
            )
        if self.stage.keep_factors:
            return ngettext(
                "%(names)s, with the fewest votes, give or take the surplus left, is excluded.",
                "%(names)s, with the fewest votes, give or take the surplus left, are excluded.",
                number,
            )
        if action.spared:
            return ngettext(
                "%(names)s, with the fewest votes of those not guarded, is excluded.",
                "%(names)s, with the fewest votes of those not guarded, are excluded.",
                number,
            )
        return ngettext(
            "%(names)s, with the fewest votes, is excluded.",
            "%(names)s, with the fewest votes, are excluded.",
            number,
        )

    def _proposed(self, action: Action) -> str:
        """ERS97: an exclusion that ends the count instead of moving papers."""
        ngettext, number = self.words.ngettext, len(action.candidates)
        if action.spared:
            message = ngettext(
                "%(names)s, with the fewest votes of those not guarded, is out: that leaves only as "
                "many as can fill the seats, and nothing more moves.",
                "%(names)s, with the fewest votes of those not guarded, are out: that leaves only "
                "as many as can fill the seats, and nothing more moves.",
                number,
            )
        else:
            message = ngettext(
                "%(names)s, with the fewest votes, is out: that leaves only as many as can fill the "
                "seats, and nothing more moves.",
                "%(names)s, with the fewest votes, are out: that leaves only as many as can fill "
                "the seats, and nothing more moves.",
                number,
            )
        return message % self._named(action.candidates)

    def _transfers(self) -> Iterator[str]:
        stage, words = self.stage, self.words
        if len(stage.batches) > 1:
            moved = [
                words.ngettext(
                    "%(count)s paper worth %(value)s",
                    "%(count)s papers worth %(value)s",
                    one.papers,
                )
                % {"count": one.papers, "value": stage.figure(one.value)}
                for one in stage.batches
            ]
            message = words.gettext("The papers move in batches: %(batches)s.")
            yield message % {"batches": words.listed(moved)}
        gains = [
            words.ngettext(
                "%(name)s receives %(votes)s (%(count)s paper)",
                "%(name)s receives %(votes)s (%(count)s papers)",
                sent.papers,
            )
            % {
                "name": self.names[sent.to - 1],
                "votes": stage.figure(sent.value),
                "count": sent.papers,
            }
            for sent in stage.transfers
            if sent.to is not None
        ]
        if gains:
            yield f"{words.listed(gains)}."
        for sent in stage.transfers:
            if sent.to is None:
                message = words.ngettext(
                    "%(count)s paper has no further preference.",
                    "%(count)s papers have no further preference.",
                    sent.papers,
                )
                yield message % {"count": sent.papers}

    def _kept(self) -> Iterator[str]:
        """Meek: what part of each paper the elected keep now."""
        stage, words = self.stage, self.words
        kept = [
            words.gettext("%(name)s keeps %(factor)s")
            % {"name": name, "factor": stage.figure(factor)}
            for name, factor in zip(self.names, stage.keep_factors, strict=False)
            if 0 < factor < 10**stage.places
        ]
        if kept:
            yield words.gettext("Of each paper, %(kept)s.") % {"kept": words.listed(kept)}

    def _reason(self, reason: Reason) -> str:
        words = self.words
        if not reason.bounds:  # re-open nominations, where too few others are left
            message = words.gettext(
                "%(name)s is guarded: without %(name)s too few are left for the seats."
            )
        elif reason.candidate in self.stage.guarded:
            message = words.gettext(
                "%(name)s is guarded: without %(name)s the seats could not meet %(bounds)s."
            )
        else:
            message = words.gettext(
                "%(name)s cannot be elected: with %(name)s the seats could not meet %(bounds)s."
            )
        return message % {
            "name": self.names[reason.candidate - 1],
            "bounds": words.listed([self._bound(bound) for bound in reason.bounds]),
        }

    def _bound(self, bound: Bound) -> str:
        if bound.kind == "min":
            message = self.words.gettext("%(attribute)s at least %(number)s")
        else:
            message = self.words.gettext("%(attribute)s at most %(number)s")
        return message % {
            "attribute": self.words.attribute(bound.attribute),
            "number": bound.number,
        }
