"""The language of a report: English as it stands here, or another that a caller gives.

Every sentence about a count is one message with named places, so that it can be translated whole. The
engine knows no catalogue: whoever has one passes a `Wording` that looks messages up in it.
"""

from collections.abc import Sequence

__all__ = ["ENGLISH", "Wording"]


class Wording:
    """Looks messages up. This one is plain English; derive from it for any other language."""

    def gettext(self, message: str) -> str:
        """The message in the language of the report."""
        return message

    def ngettext(self, singular: str, plural: str, number: int) -> str:
        """The form of the message that goes with the number."""
        return singular if number == 1 else plural

    def attribute(self, name: str) -> str:
        """An attribute of the minima as a sentence has it."""
        return f'"{name}"'

    def listed(self, words: Sequence[str]) -> str:
        """Words joined as in a sentence: ``a``, ``a and b``, ``a, b and c``."""
        if len(words) < 2:
            return "".join(words)
        both = {"some": ", ".join(words[:-1]), "last": words[-1]}
        return self.gettext("%(some)s and %(last)s") % both


ENGLISH = Wording()
