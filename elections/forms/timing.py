"""Instants as the office enters them: a date and a time in London."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, date, datetime, time
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Field
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from elections.london import LONDON
from elections.models import Timetable

# No step lies outside: no term is longer than a few years, and a year with a digit too many is a slip.
_FIRST_YEAR = 2000
_YEARS_AHEAD = 10
_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})\Z")
_DAY_FIRST = re.compile(r"(\d{1,2})(?:\s*[-/.]\s*|\s+)(\d{1,2})(?:\s*[-/.]\s*|\s+)(\d{4}|\d{2})\Z")
_IN_WORDS = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?\s+([a-z]{3,9})\.?,?\s+(\d{4})\Z")
_TIME = re.compile(r"(\d{1,2})(?:[:.]?(\d{2}))?(?::(\d{2}))?\s*(am|pm)?\Z")
_BOTH = re.compile(r"(.+?)(?:T|,?\s+)(\d{1,2}[:.]\d{2}.*)\Z")


def read_date(text: str) -> date:
    """A date as people write it: 30/6/2026, 30.6.26, 2026-06-30, 30 June 2026. Else ValueError."""
    words = " ".join(text.lower().split())
    if found := _YEAR_FIRST.match(words):
        year, month, day = (int(part) for part in found.groups())
    elif found := _DAY_FIRST.match(words):
        day, month, year = (int(part) for part in found.groups())
        year += 2000 if year < 100 else 0
    elif found := _IN_WORDS.match(words):
        months = [at for at, name in enumerate(_MONTHS, start=1) if name.startswith(found[2])]
        day, month, year = int(found[1]), months[0] if months else 0, int(found[3])
    else:
        raise ValueError(text)
    return date(year, month, day)


def read_time(text: str) -> time:
    """A time as people write it: 12:00, 12.00, 1200, noon, 3 pm, 3:30pm. Else ValueError."""
    words = " ".join(text.lower().replace("a.m.", "am").replace("p.m.", "pm").split())
    if words in ("noon", "12 noon", "midday"):
        return time(12)
    found = _TIME.match(words)
    if found is None or (found[2] is None and found[4] is None):
        raise ValueError(text)
    hour, half = int(found[1]), found[4]
    if half and not 1 <= hour <= 12:
        raise ValueError(text)
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    return time(hour, int(found[2] or 0), int(found[3] or 0))


def in_london(local: datetime) -> datetime:
    """The instant of a local time, in UTC. Raises ValidationError if there is none, or are two."""
    first, second = local.replace(tzinfo=LONDON), local.replace(tzinfo=LONDON, fold=1)
    found = first.astimezone(UTC)
    words = {"time": f"{local:%H:%M}", "day": f"{local.day}/{local.month}/{local.year}"}
    if found.astimezone(LONDON).replace(tzinfo=None) != local:
        raise ValidationError(
            _("%(time)s on %(day)s does not exist in London: the clocks go forward then.") % words,
            code="nonexistent",
        )
    if first.utcoffset() != second.utcoffset():
        raise ValidationError(
            _(
                "%(time)s on %(day)s comes twice in London: the clocks go back then. "
                "Choose a time before 1 am or from 2 am."
            )
            % words,
            code="ambiguous",
        )
    return found


class InstantWidget(forms.MultiWidget):
    """A date and a time side by side, each with the browser's own picker and its own name."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        on, at = pgettext_lazy("label of an input", "Date"), gettext_lazy("Time in London")
        parts: dict[str, forms.Widget | type[forms.Widget]] = {
            "date": forms.DateInput(attrs={"type": "date", "aria-label": on}),
            "time": forms.TimeInput(attrs={"type": "time", "aria-label": at}),
        }
        super().__init__(parts, attrs)

    def decompress(self, value: Any) -> list[str | None]:
        if not isinstance(value, datetime):
            return [None, None]
        local = value.astimezone(LONDON)
        return [f"{local:%Y-%m-%d}", f"{local:%H:%M:%S}" if local.second else f"{local:%H:%M}"]

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[Any]:
        """What the two parts hold; text with both in it may come in the part for the date."""
        entered = super().value_from_datadict(data, files, name)
        both = data.get(name) or entered[0] or ""
        if not entered[1] and (found := _BOTH.match(both.strip())):
            return [self._tidied(found[1], read_date), self._tidied(found[2], read_time)]
        return [self._tidied(entered[0], read_date), self._tidied(entered[1], read_time)]

    def _tidied(self, text: str | None, read: Any) -> str | None:
        """In the form that the browser's picker can show again, if it can be read at all."""
        try:
            value = read(text or "")
        except ValueError:
            return text
        if isinstance(value, date):
            return value.isoformat()
        return f"{value:%H:%M:%S}" if value.second else f"{value:%H:%M}"


class InstantField(forms.MultiValueField):
    """An aware datetime in UTC, entered as date and time in London.

    What is entered unchanged gives the very same instant back, to the microsecond. Nonexistent and
    ambiguous local times are refused.
    """

    widget: InstantWidget = InstantWidget  # type: ignore[assignment]
    is_readonly = False

    def __init__(self, **kwargs: Any) -> None:
        parts = (forms.CharField(required=False), forms.CharField(required=False))
        super().__init__(fields=parts, require_all_fields=False, **kwargs)

    def clean(self, value: Any) -> datetime | None:
        day, hour = ((part or "").strip() for part in (value or ["", ""]))
        if isinstance(self.initial, datetime) and not self.has_changed(self.initial, [day, hour]):
            return self.initial
        if day or hour:
            return self._read(day, hour)
        if self.required:
            raise ValidationError(self.error_messages["required"], code="required")
        return None

    def make_readonly(self) -> None:
        self.is_readonly = True
        for part in self.widget.widgets:
            part.attrs["readonly"] = True

    def has_changed(self, initial: Any, data: Any) -> bool:
        shown = self.widget.decompress(initial)
        return [part or None for part in data or [None, None]] != shown

    def _read(self, day: str, hour: str) -> datetime:
        try:
            on = read_date(day)
        except ValueError as error:
            raise ValidationError(
                _("Enter the date as day, month and year, such as 30/6/2026."), code="date"
            ) from error
        last_year = timezone.localdate(timezone=LONDON).year + _YEARS_AHEAD
        if not _FIRST_YEAR <= on.year <= last_year:
            raise ValidationError(
                _("Look at the year: choose a date from %(first)s to %(last)s.")
                % {"first": _FIRST_YEAR, "last": last_year},
                code="year",
            )
        try:
            at = read_time(hour)
        except ValueError as error:
            raise ValidationError(_("Enter the time, such as 12:00."), code="time") from error
        return in_london(datetime.combine(on, at))


_GROUPS = (
    (
        gettext_lazy("Notice and nominations"),
        (
            *("notice_at", "self_nomination_opens_at", "self_nomination_closes_at"),
            *("supporting_opens_at", "supporting_closes_at"),
            *("reopening_opens_at", "reopening_closes_at"),
        ),
    ),
    (
        gettext_lazy("Withdrawals, decisions and appeals"),
        ("withdrawal_closes_at", "decisions_due_at", "appeals_close_at"),
    ),
    (
        gettext_lazy("The roll and the papers"),
        ("freeze_at", "postal_requests_close_at", "papers_fixed_by_at"),
    ),
    (gettext_lazy("Voting"), ("voting_opens_at", "reminder_at", "voting_closes_at")),
    (gettext_lazy("The result"), ("complaints_close_at", "declaration_at")),
    (
        gettext_lazy("Afterwards"),
        ("declarations_kept_until_at", "term_starts_at", "term_ends_at"),
    ),
)


class TimetableForm(forms.Form):
    """Every instant of a timetable, and after the notice the reason for the change."""

    reason = forms.CharField(
        label=gettext_lazy("Reason for the change"),
        help_text=gettext_lazy("Published with the change, and sent to those affected."),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Give the reason: it is published.")},
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        timetable: Timetable,
        passed: Collection[str] = (),
        needs_reason: bool,
    ) -> None:
        super().__init__(data)
        self.timetable = timetable
        for name in Timetable.INSTANTS:
            self.fields[name] = self._field(name, has_passed=name in passed)
        if needs_reason:
            self.order_fields([*Timetable.INSTANTS, "reason"])
        else:
            del self.fields["reason"]

    def _field(self, name: str, *, has_passed: bool) -> InstantField:
        column = cast("Field[Any, Any]", Timetable._meta.get_field(name))
        found = InstantField(
            label=capfirst(str(column.verbose_name)),
            required=not column.null,
            initial=getattr(self.timetable, name),
        )
        if has_passed:
            # Shown, and sent again unchanged: whatever passes while the form is open is not lost.
            found.make_readonly()
        return found

    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The steps under the headings they are looked for under, none left out."""
        return [(str(words), [self[name] for name in names]) for words, names in _GROUPS]

    def instants(self) -> dict[str, datetime | None]:
        return {name: self.cleaned_data[name] for name in Timetable.INSTANTS}

    @property
    def names_to_check(self) -> list[str]:
        """The steps that move, and why."""
        return [name for name in self.fields if name in (*self.changed_data, "reason")]

    @property
    def given_reason(self) -> str:
        return str(self.cleaned_data.get("reason", ""))

    def accuse(self, faults: Iterable[tuple[str, str]]) -> None:
        """Put each (field, sentence) beside its field."""
        for name, sentence in faults:
            self.add_error(name, sentence)
