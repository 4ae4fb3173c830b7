"""What is entered once somebody who stands ends or leaves, and about a result.

That is the scrutineer's report, the declaration, and what amends it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from elections.models import Candidate, CandidateLeft, Election
from elections.readable import readable_text


class _DetailField(forms.CharField):
    def __init__(self) -> None:
        super().__init__(
            label=_("Detail, not public"),
            help_text=_("Read by returning officers and the scrutineer only."),
            widget=forms.Textarea(attrs={"rows": 3}),
            max_length=4000,
            required=False,
        )


class _CandidateField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """One of the people who stand in an election, each by name and contest."""

    def __init__(self, **words: Any) -> None:
        super().__init__(
            queryset=Candidate.objects.none(),
            empty_label=_("Choose"),
            error_messages={"required": _("Choose a candidate.")},
            **words,
        )

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.ballot_name}, {obj.contest.title}"


def _offer(form: forms.Form, name: str, candidates: QuerySet[Candidate]) -> None:
    """Let the field of this name choose among these candidates."""
    field = form.fields[name]
    assert isinstance(field, _CandidateField)
    field.queryset = candidates.select_related("contest").order_by("contest__number", "number")


class _ReasonField(forms.ChoiceField):
    def __init__(self, **words: Any) -> None:
        super().__init__(
            choices=CandidateLeft.Reason.choices,
            widget=forms.RadioSelect,
            error_messages={"required": _("Choose the reason that is published.")},
            **{"label": _("Public reason"), **words},
        )


class EndNominationForm(forms.Form):
    """Why somebody who stood no longer does: the public reason, and what is not public."""

    reason = _ReasonField()
    detail = _DetailField()
    field_order: Sequence[str] = ("reason", "detail")


class LeftForm(EndNominationForm):
    """Who left after the papers were fixed, and why."""

    candidate = _CandidateField(label=_("Who left"))
    field_order = ("candidate", "reason", "detail")

    def __init__(self, *args: Any, election: Election, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "candidate", Candidate.objects.people().filter(contest__election=election))


class ReportForm(forms.Form):
    """What the scrutineer found, and the provisional declaration that they read."""

    text = forms.CharField(
        label=_("Report"),
        help_text=_(
            "Everybody can read it. Say who you are, what you checked and what you found. "
            "An empty line begins a new paragraph."
        ),
        widget=forms.Textarea(attrs={"rows": 14}),
        max_length=20_000,
        validators=[readable_text],
        error_messages={"required": _("Write the report: everybody can read it.")},
    )
    about = forms.IntegerField(widget=forms.HiddenInput)


class DeclareForm(forms.Form):
    """Declare a result; with a public reason where that does not wait for what it should."""

    reason = forms.CharField(
        label=_("Public reason for declaring now"),
        help_text=_("It stands with the declaration, for everybody to read, for good."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=4000,
        validators=[readable_text],
        error_messages={"required": _("Give the reason: everybody can read it.")},
    )
    field_order = ("reason",)

    def __init__(self, *args: Any, needs_reason: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not needs_reason and not self.data.get("reason"):
            del self.fields["reason"]


class AmendForm(forms.Form):
    """The common half of every amendment: the public reason, and which declaration was read."""

    public_reason = forms.CharField(
        label=_("Public reason"),
        help_text=_("Everybody can read it, for good."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=4000,
        error_messages={"required": _("Give the reason: everybody can read it.")},
    )
    after = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, candidates: Sequence[Candidate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.candidates = candidates


class CorrectForm(AmendForm):
    """The officer says who is elected."""

    elected = forms.TypedMultipleChoiceField(
        label=_("Elected"),
        help_text=_("Tick everybody who is elected from now on."),
        widget=forms.CheckboxSelectMultiple,
        coerce=int,
        required=False,
    )
    despite_minima = forms.BooleanField(
        label=_("Declare it all the same: the reserved seats are not filled as the rules say"),
        help_text=_("Say why in the public reason."),
        required=False,
    )
    field_order = ("elected", "despite_minima", "public_reason", "after")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.despite = self.fields["despite_minima"]
        if "despite_minima" not in self.data:
            del self.fields["despite_minima"]
        field = self.fields["elected"]
        assert isinstance(field, forms.TypedMultipleChoiceField)
        field.choices = [
            (one.number, f"{one} ({one.why_left})" if one.why_left else str(one))
            for one in self.candidates
        ]

    def ask_despite_minima(self) -> None:
        """Show the box, once the officer was told what is broken."""
        self.fields["despite_minima"] = self.despite
        self.order_fields(self.field_order)


class RecountForm(AmendForm):
    """A candidate left after the declaration: the papers are counted again without them."""

    leaver = _CandidateField(label=_("Who left"))
    left = _ReasonField()
    detail = _DetailField()
    field_order = ("leaver", "left", "detail", "public_reason", "after")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "leaver", Candidate.objects.filter(pk__in=[one.pk for one in self.candidates]))


class UnseatForm(AmendForm):
    """One of those elected loses the seat."""

    VACANT, REFILLED = "vacant", "refilled"

    leaver = _CandidateField(label=_("Who loses the seat"))
    seat = forms.ChoiceField(
        label=_("What becomes of the seat"),
        widget=forms.RadioSelect,
        choices=[
            (VACANT, _("It stays vacant")),
            (
                REFILLED,
                _("The papers are counted again without them; nobody else loses a seat"),
            ),
        ],
        error_messages={"required": _("Choose what becomes of the seat.")},
    )
    left = _ReasonField(label=_("Why they are no candidate any more"))
    detail = _DetailField()
    field_order = ("leaver", "left", "detail", "seat", "public_reason", "after")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "leaver", Candidate.objects.filter(pk__in=[one.pk for one in self.candidates]))


class VoidForm(AmendForm):
    """Nobody is elected, and the contest is run again."""

    field_order = ("public_reason", "after")
