"""What a count comes to: frozen figures of every stage, and their canonical JSON.

Vote figures are integers of the rule's smallest unit (``10 ** -places`` vote); JSON carries them
as decimal strings. The JSON has sorted keys, no spaces and no floats (RFC 8785), so that the same
count gives the same bytes anywhere.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

__all__ = [
    "ENGINE",
    "Action",
    "Batch",
    "Bound",
    "Kind",
    "Reason",
    "Result",
    "Stage",
    "Threshold",
    "Tie",
    "Transfer",
    "canonical_json",
    "decimal",
]

# Raised whenever the same papers could give other bytes.
ENGINE = "momentum-counting/1"

Kind = Literal["first", "surplus", "exclude", "exclude-doomed"]


def decimal(units: int, places: int) -> str:
    """Write integer units of ``10 ** -places`` as a decimal: ``decimal(53600000, 5)`` is 536.00000."""
    if places == 0:
        return str(units)
    whole, rest = divmod(abs(units), 10**places)
    return f"{'-' if units < 0 else ''}{whole}.{rest:0{places}d}"


def _units(figure: str) -> int:
    return int(figure.replace(".", ""))


def canonical_json(value: object) -> str:
    """JSON text that depends on nothing but the value (RFC 8785 for integers and strings)."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


@dataclass(frozen=True)
class Action:
    """What a stage did: count first preferences, or transfer the papers of a candidate.

    ``together`` are those excluded in one stage, if they are several; ``candidate`` is the first.
    ``spared`` are those with no more votes who were guarded, and so not excluded instead.
    Where no papers change hands but all surpluses shrink at once (Meek), there is no ``candidate``.
    """

    kind: Kind
    candidate: int | None = None
    together: tuple[int, ...] = ()
    spared: tuple[int, ...] = ()

    @property
    def candidates(self) -> tuple[int, ...]:
        """Everybody whose papers the stage transferred."""
        return self.together or (() if self.candidate is None else (self.candidate,))

    def as_json(self) -> dict[str, Any]:
        """The action as the JSON of the count has it."""
        data: dict[str, Any] = {"kind": self.kind, "candidate": self.candidate}
        if self.together:
            data["together"] = list(self.together)
        if self.spared:
            data["spared"] = list(self.spared)
        return data

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Action":
        """The action that `as_json` wrote."""
        together, spared = data.get("together", ()), data.get("spared", ())
        return cls(data["kind"], data["candidate"], tuple(together), tuple(spared))


@dataclass(frozen=True)
class Transfer:
    """Papers that went to one candidate (``to``), or found no next preference (``to`` is None).

    ``papers`` is their number, ``value`` what they are worth together, in units.
    """

    to: int | None
    papers: int
    value: int


@dataclass(frozen=True)
class Batch:
    """Papers of one value that moved together within a stage, and how matters stood then.

    ``value`` is the units each paper is worth; the figures are as in `Stage`.
    """

    value: int
    papers: int
    votes: tuple[int, ...]
    non_transferable: int
    quota: int
    elected: tuple[int, ...] = ()


@dataclass(frozen=True)
class Bound:
    """At least (``min``) or at most (``max``) ``number`` winners with an attribute."""

    attribute: str
    kind: Literal["min", "max"]
    number: int

    def __str__(self) -> str:
        return f'"{self.attribute}" at {"least" if self.kind == "min" else "most"} {self.number}'


@dataclass(frozen=True)
class Reason:
    """The bounds which together guard or doom a candidate; without any of them they would not."""

    candidate: int
    bounds: tuple[Bound, ...]


@dataclass(frozen=True)
class Tie:
    """A tie among ``candidates``: ``chosen`` is the one acted upon in ``stage``.

    Where several are acted upon together, each has a tie. Where nobody is yet (ERS97: nobody elected
    of too many who never differed), nothing decided and nobody is chosen.
    """

    stage: int
    candidates: tuple[int, ...]
    decided_by: Literal["look-back", "look-forward", "lot"] | None
    chosen: int | None


@dataclass(frozen=True)
class Threshold:
    """A share that had to be reached: ``figure`` of ``of`` against ``numerator / denominator``.

    ``of_what`` names the denominator in words.
    """

    name: Literal["majority", "turnout"]
    figure: int
    of: int
    of_what: str
    numerator: int
    denominator: int
    met: bool


@dataclass(frozen=True)
class Stage:
    """One stage of a count; every figure is that at its end.

    - ``votes``: units of each candidate, in the order of the candidates, then of each further RON;
    - ``elected``: numbers elected at the end of this stage, in order; ``filled`` those of them
      who filled the seats left because no more were left than these;
    - ``proposed``: the exclusion that was to come next, which leaves only as many as can fill the
      seats: they are ``filled`` and nothing moves (ERS97);
    - ``guarded``, ``doomed``: those still in the running whom minima keep in or out, and ``reasons``
      why. Where an exclusion was proposed, those whom they kept in until then, and out after it;
    - ``transfer_value``, of a surplus only: units that each paper which moves is worth, for a rule
      that moves papers in batches; else units that one received at full value passes on;
    - ``batches``: for a rule that moves papers in batches, each of the stage;
    - ``keep_factors``: for a rule that has them, by candidate, in units.
    """

    number: int
    action: Action
    votes: tuple[int, ...]
    non_transferable: int
    quota: int | None
    places: int
    elected: tuple[int, ...] = ()
    filled: tuple[int, ...] = ()
    proposed: Action | None = None
    guarded: tuple[int, ...] = ()
    doomed: tuple[int, ...] = ()
    reasons: tuple[Reason, ...] = ()
    transfers: tuple[Transfer, ...] = ()
    transfer_value: int | None = None
    batches: tuple[Batch, ...] = ()
    keep_factors: tuple[int, ...] = ()

    def figure(self, units: int) -> str:
        """A figure of this stage as a decimal."""
        return decimal(units, self.places)

    def as_json(self) -> dict[str, Any]:
        """The stage as the JSON of the count has it; what a rule does not have is left out."""
        data = {
            "number": self.number,
            "action": self.action.as_json(),
            "votes": [self.figure(votes) for votes in self.votes],
            "non_transferable": self.figure(self.non_transferable),
            "quota": None if self.quota is None else self.figure(self.quota),
            "elected": list(self.elected),
            "filled": list(self.filled),
            "guarded": list(self.guarded),
            "doomed": list(self.doomed),
            "reasons": [
                {
                    "candidate": reason.candidate,
                    "bounds": [
                        {"attribute": bound.attribute, "kind": bound.kind, "number": bound.number}
                        for bound in reason.bounds
                    ],
                }
                for reason in self.reasons
            ],
            "transfers": [
                {"to": sent.to, "papers": sent.papers, "value": self.figure(sent.value)}
                for sent in self.transfers
            ],
            "transfer_value": (
                None if self.transfer_value is None else self.figure(self.transfer_value)
            ),
        }
        if self.proposed:
            data["proposed"] = self.proposed.as_json()
        if self.batches:
            data["batches"] = [self._batch_as_json(batch) for batch in self.batches]
        if self.keep_factors:
            data["keep_factors"] = [self.figure(factor) for factor in self.keep_factors]
        return data

    def _batch_as_json(self, batch: Batch) -> dict[str, Any]:
        return {
            "value": self.figure(batch.value),
            "papers": batch.papers,
            "votes": [self.figure(votes) for votes in batch.votes],
            "non_transferable": self.figure(batch.non_transferable),
            "quota": self.figure(batch.quota),
            "elected": list(batch.elected),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Stage":
        """The stage that `as_json` wrote."""
        return cls(
            number=data["number"],
            action=Action.from_json(data["action"]),
            votes=tuple(map(_units, data["votes"])),
            non_transferable=_units(data["non_transferable"]),
            quota=None if data["quota"] is None else _units(data["quota"]),
            places=len(data["non_transferable"].partition(".")[2]),
            elected=tuple(data["elected"]),
            filled=tuple(data["filled"]),
            proposed=Action.from_json(data["proposed"]) if "proposed" in data else None,
            guarded=tuple(data["guarded"]),
            doomed=tuple(data["doomed"]),
            reasons=tuple(
                Reason(reason["candidate"], tuple(Bound(**bound) for bound in reason["bounds"]))
                for reason in data["reasons"]
            ),
            transfers=tuple(
                Transfer(sent["to"], sent["papers"], _units(sent["value"]))
                for sent in data["transfers"]
            ),
            transfer_value=(
                None if data["transfer_value"] is None else _units(data["transfer_value"])
            ),
            batches=tuple(
                Batch(
                    value=_units(batch["value"]),
                    papers=batch["papers"],
                    votes=tuple(map(_units, batch["votes"])),
                    non_transferable=_units(batch["non_transferable"]),
                    quota=_units(batch["quota"]),
                    elected=tuple(batch["elected"]),
                )
                for batch in data.get("batches", ())
            ),
            keep_factors=tuple(map(_units, data.get("keep_factors", ()))),
        )


@dataclass(frozen=True)
class Result:
    """The whole count.

    - ``valid``: papers counted; ``invalid``: the others (blank, spoilt, or left without a
      preference because of withdrawals);
    - ``quota``: units, that of the last stage if it changed; None for a rule without one;
    - ``elected``: candidate numbers in order of election;
    - ``thresholds``: for a question only;
    - ``ron``: the number of the candidate "re-open nominations", where there is one. Numbers above it
      are further RON, with columns of their own in the stages that have them. ``elected`` names
      people only; a RON among the elected of a stage won a seat that stays ``vacant``;
    - ``digest``: SHA-256 of what was counted, in hexadecimal.
    """

    rule: str
    seats: int
    valid: int
    invalid: int
    quota: int | None
    elected: tuple[int, ...]
    stages: tuple[Stage, ...]
    ties: tuple[Tie, ...]
    digest: str
    thresholds: tuple[Threshold, ...] = ()
    ron: int | None = None
    vacant: int = 0
    engine: str = ENGINE

    @property
    def papers(self) -> int:
        """All papers, valid or not."""
        return self.valid + self.invalid

    @property
    def has_several_quotas(self) -> bool:
        """Whether the quota fell when papers had no further choice."""
        return len({stage.quota for stage in self.stages}) > 1

    def to_json(self) -> str:
        """The canonical JSON: its UTF-8 bytes are what a published bundle holds."""
        data: dict[str, Any] = {
            "rule": self.rule,
            "engine": self.engine,
            "seats": self.seats,
            "valid": self.valid,
            "invalid": self.invalid,
            "quota": None if self.quota is None else self.stages[0].figure(self.quota),
            "elected": list(self.elected),
            "stages": [stage.as_json() for stage in self.stages],
            "ties": [
                {
                    "stage": tie.stage,
                    "candidates": list(tie.candidates),
                    "decided_by": tie.decided_by,
                    "chosen": tie.chosen,
                }
                for tie in self.ties
            ],
            "digest": self.digest,
        }
        if self.thresholds:
            data["thresholds"] = [vars(threshold) for threshold in self.thresholds]
        if self.ron is not None:
            data |= {"ron": self.ron, "vacant": self.vacant}
        return canonical_json(data)

    @classmethod
    def from_json(cls, text: str) -> "Result":
        """The result that `to_json` wrote."""
        data = json.loads(text)
        return cls(
            rule=data["rule"],
            engine=data["engine"],
            seats=data["seats"],
            valid=data["valid"],
            invalid=data["invalid"],
            quota=None if data["quota"] is None else _units(data["quota"]),
            elected=tuple(data["elected"]),
            stages=tuple(map(Stage.from_json, data["stages"])),
            ties=tuple(
                Tie(tie["stage"], tuple(tie["candidates"]), tie["decided_by"], tie["chosen"])
                for tie in data["ties"]
            ),
            digest=data["digest"],
            thresholds=tuple(Threshold(**item) for item in data.get("thresholds", ())),
            ron=data.get("ron"),
            vacant=data.get("vacant", 0),
        )
