"""Which language a statement, a question, an answer or a programme is in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from members.languages import Language, here


class LanguageField(forms.ChoiceField):
    """The author says it; who says nothing writes in the language of the page."""

    def __init__(self, **given: Any) -> None:
        super().__init__(
            label=gettext_lazy("It is written in"),
            choices=Language.choices,
            widget=forms.RadioSelect,
            initial=here,
            **given,
        )

    def clean(self, value: Any) -> str:
        return str(super().clean(value or here().value))
