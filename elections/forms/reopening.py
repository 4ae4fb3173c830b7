"""Opening nominations again: for which contests, from when to when, and why."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy

from elections.forms.timing import InstantField
from elections.readable import readable_text


class ReopeningForm(forms.Form):
    """`vacancies` are the contests that may be chosen: (number, line)."""

    contests = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Vacancies"),
        widget=forms.CheckboxSelectMultiple,
        coerce=int,
        error_messages={
            "required": gettext_lazy("Choose at least one contest."),
            "invalid_choice": gettext_lazy(
                "There is no vacancy in a contest that you chose any more. Look at those that are left."
            ),
        },
    )
    opens_at = InstantField(label=gettext_lazy("Nominations open"))
    closes_at = InstantField(
        label=gettext_lazy("Nominations close"),
        help_text=gettext_lazy("For standing and for nominating others alike."),
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("Published, and sent to every elector of these contests."),
        widget=forms.Textarea(attrs={"rows": 3}),
        validators=[readable_text],
        max_length=2000,
        error_messages={"required": gettext_lazy("Give the reason: it is published.")},
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        vacancies: list[tuple[int, str]],
        opens_at: datetime | None = None,
        closes_at: datetime | None = None,
    ) -> None:
        super().__init__(data, initial={"opens_at": opens_at, "closes_at": closes_at})
        for name in ("opens_at", "closes_at"):
            self.fields[name].initial = self.initial[name]
        cast("forms.ChoiceField", self.fields["contests"]).choices = vacancies
