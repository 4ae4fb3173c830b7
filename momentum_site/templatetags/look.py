"""Tags and filters for what people see: form fields, errors, instants, numbers.

Templates hold loops and ifs only; whatever a component needs beyond that is prepared here.
"""

from __future__ import annotations

from base64 import b32encode
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import Any, TypeAlias

from django import forms, template
from django.forms.boundfield import BoundField
from django.forms.formsets import BaseFormSet
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from momentum_site.times_in_words import brief, clock, day, in_words, instant

register = template.Library()
for words in (day, clock, instant, brief, in_words):
    register.filter(words)

Number: TypeAlias = int | Fraction | Decimal | float
ErrorPair: TypeAlias = tuple[str, str]


# ---------- Numbers ----------


@register.filter
def thousands(value: Number | str | None) -> str:
    """A number with thousands separators, as it is otherwise: 13307 becomes "13,307"."""
    if value is None or value == "":
        return ""
    if isinstance(value, int | float):
        return f"{value:,}"
    return f"{Decimal(str(value)):,f}"  # not 0E-9


@register.filter
def percent(value: Number | str | None, whole: Number | None = None) -> str:
    """To one decimal, halves up. `{{ cast|percent:entitled }}` or, of a percentage, `{{ p|percent }}`.

    A share of nothing is no share: "–".
    """
    if value is None or value == "":
        return ""
    share = _exact(value)
    if whole is not None:
        if not whole:
            return "–"
        share = share * 100 / _exact(whole)
    tenths = int(abs(share) * 10 + Fraction(1, 2))
    sign = "−" if share < 0 and tenths else ""
    return f"{sign}{tenths // 10:,}.{tenths % 10}%"


def _exact(value: Number | str) -> Fraction:
    return value if isinstance(value, Fraction) else Fraction(str(value))


@register.filter
def in_fours(value: str | bytes) -> list[str]:
    """A tracker in groups of four: "ABCDEFGH" becomes ["ABCD", "EFGH"].

    Bytes are written in base32 first, upper case and unpadded, as trackers are shown.
    """
    if isinstance(value, bytes):
        value = b32encode(value).decode("ascii").rstrip("=")
    letters = str(value).replace(" ", "")
    return [letters[start : start + 4] for start in range(0, len(letters), 4)]


# ---------- Tables ----------


@register.simple_block_tag(end_name="endwide_table")
def wide_table(content: SafeString, caption: str, *, kind: str = "") -> SafeString:
    """A table (its head and its body) that is named, and scrolls by itself where it is too wide."""
    context = {"content": content, "caption": caption, "kind": kind}
    return render_to_string("components/_wide_table.html", context)


# ---------- Forms ----------


@register.inclusion_tag("components/_field.html")
def field(
    bound: BoundField,
    *,
    label: str | None = None,
    hint: str | None = None,
    width: str = "",
    mark_optional: bool = True,
) -> dict[str, Any]:
    """One form field: label, hint, error beside it, input. `width` is "", "short" or "medium"."""
    widget = bound.field.widget
    shape = _shape_of(bound)
    errors = _words_of(bound)
    shown_hint = bound.help_text if hint is None else hint
    hint_id, error_id = f"{bound.auto_id}_hint", f"{bound.auto_id}_error"
    described_by = " ".join(
        part
        for part in (
            str(widget.attrs.get("aria-describedby", "")),
            hint_id if shown_hint else "",
            error_id if errors else "",
        )
        if part
    )
    control = ""
    if shape in ("input", "checkbox", "hidden"):
        attrs: dict[str, Any] = {}
        if described_by:
            attrs["aria-describedby"] = described_by
        if errors:
            attrs["aria-invalid"] = "true"
        control = bound.as_widget(attrs=attrs)
    elif shape == "group":
        # The description sits on the fieldset; Django would repeat it on every part.
        control = bound.as_widget(attrs={"aria-describedby": ""})
    return {
        "bound": bound,
        "shape": shape,
        "control": control,
        "label": bound.label if label is None else label,
        "hint": shown_hint,
        "hint_id": hint_id,
        "errors": errors,
        "error_id": error_id,
        "described_by": described_by,
        "choices": list(bound.subwidgets) if shape == "choices" else [],
        "width": width,
        "optional": mark_optional and not bound.field.required and shape != "checkbox",
    }


def _shape_of(bound: BoundField) -> str:
    """Which of five layouts a field has: hidden, checkbox, choices, group (several inputs), input."""
    widget = bound.field.widget
    if bound.is_hidden:
        return "hidden"
    if isinstance(widget, forms.CheckboxInput):
        return "checkbox"
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return "choices"
    if isinstance(widget, forms.MultiWidget | forms.SelectDateWidget):
        return "group"
    return "input"


@register.inclusion_tag("components/_error_summary.html")
def error_summary(*sources: object) -> dict[str, list[ErrorPair]]:
    """Everything that is wrong, in the words used beside the fields, each linked to its field.

    A source is a form, a formset, or an iterable of (words, href) pairs; None is passed over.
    Draws nothing when nothing is wrong.
    """
    problems: list[ErrorPair] = []
    for source in sources:
        problems.extend(_problems_of(source))
    return {"problems": problems}


def _problems_of(source: object) -> Iterable[ErrorPair]:
    if isinstance(source, forms.BaseForm):
        return _problems_of_form(source)
    if isinstance(source, BaseFormSet):
        found = [(str(words), "") for words in source.non_form_errors()]
        for form in source.forms:
            found.extend(_problems_of_form(form))
        return found
    if source is None or source == "":
        return []
    if isinstance(source, str):
        return [(source, "")]
    if isinstance(source, Iterable):
        return [(str(words), str(href)) for words, href in source]
    raise TypeError(f"error_summary cannot read errors from {type(source).__name__}")


def _problems_of_form(form: forms.BaseForm) -> list[ErrorPair]:
    if not form.is_bound:
        return []
    found = [(str(words), "") for words in form.non_field_errors()]
    for bound in form:
        href = "" if bound.is_hidden else f"#{_first_input_id(bound)}"
        found.extend((words, href) for words in _words_of(bound))
    return found


def _words_of(bound: BoundField) -> list[str]:
    """The errors of a field, the same in the summary and beside it.

    "This field is required." does not say which field in a summary: a field that gives no words of
    its own for that is named.
    """
    return [
        _missing(bound) if words == str(forms.Field.default_error_messages["required"]) else words
        for words in (str(error) for error in bound.errors)
    ]


def _missing(bound: BoundField) -> str:
    shape = _shape_of(bound)
    if shape == "checkbox":
        words = gettext("Tick “{label}”.")
    elif shape == "choices" or isinstance(bound.field.widget, forms.Select):
        words = gettext("Choose an answer under “{label}”.")
    elif isinstance(bound.field.widget, forms.FileInput):
        words = gettext("Choose a file under “{label}”.")
    else:
        words = gettext("Fill in “{label}”.")
    return words.format(label=bound.label)


def _first_input_id(bound: BoundField) -> str:
    if _shape_of(bound) in ("choices", "group"):
        for part in bound.subwidgets:
            inner = part.data.get("subwidgets") or [part.data]
            first = inner[0].get("attrs", {}).get("id")
            if first:
                return str(first)
        return f"{bound.auto_id}_group"
    return bound.id_for_label or str(bound.auto_id)


@register.simple_tag
def has_errors(*sources: object) -> bool:
    """Whether the title begins with "Error: ".

    A source is a form, a formset, a form of our own with `faults()`, or words; names that the
    context does not have are empty words.
    """
    return any(_is_wrong(source) for source in sources)


def _is_wrong(source: object) -> bool:
    if isinstance(source, forms.BaseForm):
        return source.is_bound and bool(source.errors)
    if isinstance(source, BaseFormSet):
        return source.is_bound and not source.is_valid()
    faults = getattr(source, "faults", None)
    if callable(faults):
        return bool(faults())
    return bool(source) if isinstance(source, str | bool) else False


# ---------- The paper and the results ----------


@register.simple_tag
def page_numbers(page: Any) -> list[int | str]:
    """The page numbers worth a link: first, last and two either side, "…" where some are left out."""
    return list(page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1))
