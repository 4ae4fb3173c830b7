"""What agents enter of a slate, whom they add or invite, and what an officer decides."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from elections.forms.deciding import DecisionForm
from elections.forms.writing import LanguageField
from elections.readable import name_of_its_own, readable_text
from slates.models import COLOURS

MOST_LETTERS = 20_000  # of a programme


def swatch(colour: int) -> SafeString:
    """A colour of the palette beside its name."""
    return format_html(
        '<span class="slate"><span class="swatch slate-{}" aria-hidden="true"></span>{}</span>',
        colour,
        COLOURS[colour],
    )


class SlateForm(forms.Form):
    """`colours` are those free in the election; `is_settled` leaves name and colour out."""

    name = forms.CharField(
        label=gettext_lazy("Name of the slate"),
        max_length=60,
        validators=[name_of_its_own],
        help_text=gettext_lazy("It stands beside each of its candidates, on the ballot paper too."),
    )
    colour = forms.TypedChoiceField(
        label=gettext_lazy("Colour"),
        coerce=int,
        widget=forms.RadioSelect,
        help_text=gettext_lazy("Each slate of an election has its own."),
        error_messages={
            "invalid_choice": gettext_lazy("Another slate has this colour by now. Choose another.")
        },
    )
    programme = forms.CharField(
        label=gettext_lazy("Programme"),
        required=False,
        max_length=MOST_LETTERS,
        validators=[readable_text],
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=gettext_lazy(
            "What the slate stands for, in plain text. Leave an empty line between paragraphs."
        ),
    )
    language = LanguageField()
    website = forms.URLField(
        label=gettext_lazy("Website"),
        required=False,
        assume_scheme="https",
        help_text=gettext_lazy("The full address, beginning with https://"),
    )

    def __init__(
        self, *args: Any, colours: Iterable[int], is_settled: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if is_settled:
            del self.fields["name"], self.fields["colour"]
            return
        field = cast("forms.ChoiceField", self.fields["colour"])
        field.choices = [(colour, swatch(colour)) for colour in colours]

    def clean_name(self) -> str:
        return " ".join(str(self.cleaned_data["name"]).split())

    def clean_programme(self) -> str:
        return str(self.cleaned_data["programme"]).replace("\r\n", "\n")


class AgentForm(forms.Form):
    """The membership number of a new agent, and their last name to make sure."""

    number = forms.CharField(
        label=gettext_lazy("Their membership number"),
        max_length=64,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    last_name = forms.CharField(
        label=gettext_lazy("Their last name"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=gettext_lazy("As it is on the membership list. It must belong to the number."),
    )


class SlateDecisionForm(DecisionForm):
    """Approve or refuse a slate."""

    WAYS = (
        ("approve", gettext_lazy("Approve: everybody can read it")),
        ("refuse", gettext_lazy("Refuse")),
    )
    ACTS = (gettext_lazy("Approve the slate"), gettext_lazy("Refuse the slate"))
    NOT_CHOSEN = gettext_lazy("Choose whether to approve or to refuse.")
    REASON_FOR = gettext_lazy("Reason, if you refuse")
    WHO_IS_TOLD = gettext_lazy("Those who act for the slate are told it, in these words.")
    NO_REASON = gettext_lazy("Give the reason: those who act for the slate are told it.")


class ReasonForm(forms.Form):
    """Why an officer takes a candidate off a slate."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("The candidate and the slate are told it, in these words."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=4000,
        error_messages={
            "required": gettext_lazy("Give the reason: the candidate and the slate are told it.")
        },
    )
