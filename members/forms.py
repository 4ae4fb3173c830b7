"""What people enter; nothing is decided here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from members.models import Member


class ChooseMemberForm(forms.Form):
    member = forms.TypedChoiceField(
        label=_("Who are you?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose which member you are.")},
    )

    def __init__(
        self, *args: Any, choices: Sequence[Member], acting: Member | None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        by_id = {str(member.pk): member for member in choices}
        field = self.fields["member"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [(pk, str(member)) for pk, member in by_id.items()]
        field.coerce = by_id.__getitem__
        field.initial = str(acting.pk) if acting else None
