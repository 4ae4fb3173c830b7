"""Looking a tracker up."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from elections.ballots import formats
from elections.ballots.errors import FormatError


class TrackerForm(forms.Form):
    tracker = forms.CharField(
        label=_("Your tracker"),
        max_length=100,
        help_text=_("The 52 letters and digits of your receipt."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )

    def clean_tracker(self) -> str:
        """The tracker in hexadecimal; letters that are easily mistaken are put right."""
        try:
            return formats.read_tracker(self.cleaned_data["tracker"])
        except FormatError as error:
            raise forms.ValidationError(
                _("A tracker is 52 letters and digits, in thirteen groups of four.")
            ) from error
