"""Acts upon an election as a whole: why, and for some of them when."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy

from elections.forms.timing import InstantField
from elections.models import Document, Election
from elections.readable import one_readable_line, readable_text


def _reason() -> forms.CharField:
    return forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("Published for everybody, and sent to those affected."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        validators=[readable_text],
        error_messages={"required": gettext_lazy("Give the reason: it is published.")},
    )


class ReasonedForm(forms.Form):
    """Why, in public."""

    reason = _reason()
    field_order: tuple[str, ...] = ("reason",)


class ExtendForm(ReasonedForm):
    closes_at = InstantField(
        label=gettext_lazy("Voting closes"),
        help_text=gettext_lazy("Later than it does now. Nothing can make it earlier again."),
        error_messages={"required": gettext_lazy("Give the new close of voting.")},
    )
    field_order = ("closes_at", "reason")

    def __init__(self, *args: Any, election: Election, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["closes_at"].initial = election.timetable.voting_closes_at


class RehearseForm(forms.Form):
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    opens_in = forms.IntegerField(
        label=gettext_lazy("Minutes until voting opens"),
        help_text=gettext_lazy("Long enough to fix the papers."),
        initial=10,
        validators=[MinValueValidator(2), MaxValueValidator(10_000)],
    )
    lasts = forms.IntegerField(
        label=gettext_lazy("Minutes that voting lasts"),
        initial=20,
        validators=[MinValueValidator(2), MaxValueValidator(10_000)],
    )


class DocumentForm(forms.Form):
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"), choices=Document.Kind.choices, widget=forms.RadioSelect
    )
    title = forms.CharField(
        label=gettext_lazy("Title"), max_length=160, validators=[one_readable_line]
    )
    text = forms.CharField(
        label=gettext_lazy("Text"),
        help_text=gettext_lazy("An empty line begins a new paragraph."),
        widget=forms.Textarea(attrs={"rows": 18}),
        max_length=100_000,
        validators=[readable_text],
        required=False,
    )
    url = forms.URLField(
        label=gettext_lazy("Or the address where it is"),
        help_text=gettext_lazy("Beginning with https://"),
        assume_scheme="https",
        required=False,
        error_messages={"invalid": gettext_lazy("Enter a whole address, such as https://…")},
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason for the change"),
        help_text=gettext_lazy("Published with it."),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=2000,
        validators=[readable_text],
        error_messages={"required": gettext_lazy("Give the reason: it is published.")},
    )

    def __init__(self, *args: Any, needs_reason: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not needs_reason:
            del self.fields["reason"]

    def clean_url(self) -> str:
        url = str(self.cleaned_data["url"])
        if url and not url.startswith("https://"):
            raise forms.ValidationError(gettext_lazy("The address must begin with https://"))
        return url

    def clean(self) -> dict[str, Any]:
        entered = super().clean() or self.cleaned_data
        if not self.errors and not entered.get("text", "").strip() and not entered.get("url"):
            self.add_error(
                "text", gettext_lazy("Write the text, or give the address where the document is.")
            )
        return entered

    def entered(self) -> dict[str, str]:
        """As `scheduling.save_document` takes it."""
        return {"reason": "", **self.cleaned_data}
