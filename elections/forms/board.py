"""Looking a tracker up, without telling which one."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class PrefixForm(forms.Form):
    """Asks for the beginning of a tracker: the whole of it would say whose paper it is."""

    begins = forms.CharField(
        label=_("The first two characters of your tracker"),
        max_length=2,
        help_text=_("Enter no more than these two: nobody needs to know which tracker is yours."),
        error_messages={"max_length": _("Enter only the first two characters of your tracker.")},
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )
