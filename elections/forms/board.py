"""Looking a tracker up."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class TrackerForm(forms.Form):
    tracker = forms.CharField(
        label=_("Your tracker"),
        max_length=100,
        help_text=_("The 52 letters and digits of your receipt."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )
