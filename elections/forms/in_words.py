"""What somebody entered in a form, or what is stored, in the words in which they chose it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from django import forms
from django.forms import BaseForm
from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Entered:
    """A field's label and its value: words, or an instant."""

    label: str
    words: str = ""
    at: datetime | None = None


def entered_in(form: BaseForm) -> list[Entered]:
    """The visible fields of a valid form that say anything, in their order.

    A form that shows much that stays as it was names what it changes, as `names_to_check`.
    """
    names: Collection[str] = getattr(form, "names_to_check", form.fields.keys())
    fields = [bound for bound in form.visible_fields() if bound.name in names]
    found = [
        _entered(str(bound.label), bound.field, form.cleaned_data.get(bound.name))
        for bound in fields
        if bound.name in form.cleaned_data
    ]
    return [one for one in found if one.words or one.at]


def stored_in(form: BaseForm) -> list[Entered]:
    """The same of a form that nobody has sent: what is stored, for a page that only shows it."""
    names: Collection[str] = getattr(form, "names_to_check", form.fields.keys())
    fields = [bound for bound in form.visible_fields() if bound.name in names]
    found = [
        _entered(
            str(one.label),
            one.field,
            _stored(one.field, form.get_initial_for_field(one.field, one.name)),
        )
        for one in fields
    ]
    return [one for one in found if one.words or one.at]


def _stored(field: forms.Field, value: Any) -> Any:
    """The row that is chosen is stored as its key."""
    if isinstance(field, forms.ModelMultipleChoiceField):
        return value or []
    return field.clean(value) if isinstance(field, forms.ModelChoiceField) else value


def _entered(label: str, field: forms.Field, value: Any) -> Entered:
    if isinstance(value, datetime):
        return Entered(label, at=value)
    if isinstance(field, forms.BooleanField):
        return Entered(label, _("Yes") if value else _("No"))
    if value in (None, ""):
        return Entered(label)
    if isinstance(field, forms.ModelChoiceField):
        many = value if isinstance(field, forms.ModelMultipleChoiceField) else [value]
        return Entered(label, "\n".join(field.label_from_instance(one) for one in many))
    if isinstance(field, forms.ChoiceField):
        choices = cast("list[tuple[object, object]]", list(field.widget.choices))
        words = {str(key): str(name) for key, name in choices}
        many = value if isinstance(value, (list, tuple)) else [value]
        return Entered(label, "\n".join(words.get(str(one), str(one)) for one in many))
    return Entered(label, str(value))
