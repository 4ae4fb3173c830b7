"""The seat register: a seat that became vacant, and a by-election for vacant seats."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from elections.forms.setup import NewElectionForm
from elections.forms.timing import read_date
from elections.models import Seat


class DayField(forms.CharField):
    """A day as people write it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.DateInput(attrs={"type": "date"}), **kwargs)

    def clean(self, value: Any) -> Any:
        try:
            return read_date(super().clean(value))
        except ValueError as error:
            raise ValidationError(
                _("Enter the date as day, month and year, such as 30/6/2026.")
            ) from error


class SeatEndedForm(forms.Form):
    """Why and when the holder of a seat left it."""

    reason = forms.ChoiceField(
        label=gettext_lazy("Why"),
        help_text=gettext_lazy("Public, in these words and no more."),
        widget=forms.RadioSelect,
        choices=[(reason.value, reason.label) for reason in Seat.VACATING],
        error_messages={"required": gettext_lazy("Choose why the seat became vacant.")},
    )
    on = DayField(
        label=gettext_lazy("Since"),
        error_messages={"required": gettext_lazy("Enter the day.")},
    )
    confirm = forms.CharField(
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        max_length=200,
        error_messages={"required": gettext_lazy("Type the holder's name to confirm.")},
    )

    def __init__(self, *args: Any, seat: Seat, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.seat = seat
        self.fields["confirm"].label = _("To confirm, type %(name)s") % {"name": seat.name}

    def clean_confirm(self) -> str:
        typed = " ".join(self.cleaned_data["confirm"].casefold().split())
        if typed != " ".join(self.seat.name.casefold().split()):
            raise ValidationError(
                _("That is not the holder's name. Type %(name)s.") % {"name": self.seat.name}
            )
        return typed


class ByElectionForm(NewElectionForm):
    """The vacant seats that a by-election fills; `vacant` are those that may be chosen."""

    seats = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Vacant seats"),
        queryset=Seat.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one vacant seat.")},
    )

    def __init__(self, *args: Any, vacant: list[Seat], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast("forms.ModelMultipleChoiceField[Seat]", self.fields["seats"])
        field.queryset = Seat.objects.filter(pk__in=[seat.pk for seat in vacant])
        field.choices = [(seat.pk, seat_in_words(seat)) for seat in vacant]


def seat_in_words(seat: Seat) -> str:
    """“NCG, Wales: after Dai Rees”, of a vacant seat."""
    words = {
        "body": seat.get_body_display(),
        "constituency": seat.constituency,
        "name": seat.name,
    }
    if seat.name:
        return _("%(body)s, %(constituency)s: after %(name)s") % words
    return _("%(body)s, %(constituency)s: nobody was elected") % words
