"""The question that comes before the paper where voters must be members of the Labour Party."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy


class LabourForm(forms.Form):
    is_labour_member = forms.ChoiceField(
        label=gettext_lazy("Are you a member of the Labour Party?"),
        widget=forms.RadioSelect,
        choices=[
            ("yes", gettext_lazy("Yes, I am a member of the Labour Party")),
            ("no", gettext_lazy("No, I am not")),
        ],
        error_messages={"required": gettext_lazy("Choose yes or no.")},
    )

    @property
    def is_member(self) -> bool:
        return bool(self.cleaned_data["is_labour_member"] == "yes")
