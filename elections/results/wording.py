"""The sentences of a count in the language of the page."""

from __future__ import annotations

from django.utils.translation import gettext, ngettext

from elections.counting.minima import ELECTED_BEFORE
from elections.counting.wording import Wording
from elections.models import Attribute


class _OnSite(Wording):
    """Looks messages up in the site's catalogues; attributes go by their names on screen."""

    def gettext(self, message: str) -> str:
        return gettext(message)

    def ngettext(self, singular: str, plural: str, number: int) -> str:
        return ngettext(singular, plural, number)

    def attribute(self, name: str) -> str:
        if name == ELECTED_BEFORE:
            return f"“{gettext('Elected before')}”"
        return f"“{Attribute(name).label}”" if name in Attribute.values else f'"{name}"'


ON_SITE = _OnSite()
