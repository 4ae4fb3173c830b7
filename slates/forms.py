"""What an officer enters of a slate, and which one a candidate chooses."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from elections.readable import one_readable_line
from slates.models import COLOURS, Slate, SlateQuerySet


class SlateForm(forms.Form):
    """`colours` are those still free in the election."""

    name = forms.CharField(
        label=_("Name of the slate"),
        max_length=60,
        validators=[one_readable_line],
        help_text=_("It stands beside each of its candidates, on the ballot paper too."),
    )
    colour = forms.TypedChoiceField(
        label=_("Colour"),
        coerce=int,
        widget=forms.RadioSelect,
        help_text=_("Each slate of an election has its own."),
    )
    programme = forms.CharField(
        label=_("Programme"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=_("Plain text. Leave an empty line between paragraphs."),
    )
    website = forms.URLField(
        label=_("Website"),
        required=False,
        assume_scheme="https",
        help_text=_("The full address, beginning with https://"),
    )

    def __init__(self, *args: Any, colours: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast("forms.ChoiceField", self.fields["colour"])
        field.choices = [(colour, COLOURS[colour]) for colour in colours]


class ChooseSlateForm(forms.Form):
    """Every slate and “No slate”, listed alike."""

    slate = forms.ModelChoiceField(
        label=_("Which slate do you stand with?"),
        queryset=Slate.objects.none(),
        required=False,
        empty_label=_("No slate"),
        widget=forms.RadioSelect,
        blank=True,
    )

    def __init__(self, *args: Any, slates: SlateQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ModelChoiceField[Slate]", self.fields["slate"]).queryset = slates
