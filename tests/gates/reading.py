"""How easily the words for members read: of templates, those for scripts among them, and of Python.

The measure is the Flesch–Kincaid grade, a year at school in the United States: at twelve one is in
the seventh. Short texts have no grade worth the name, so that a file with fewer than a hundred words
is judged together with the other short ones of its folder.
"""

from __future__ import annotations

import html
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import textstat
from django.template.base import Lexer, Token, TokenType

from catalogue import extracting

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
GRADE = 7.0
ENOUGH_WORDS = 100
MOST_WORDS = 25  # of a sentence: an average hides the one nobody gets through

_QUOTED = re.compile(r"""\b_\((?P<call>"[^"]+"|'[^']+')\)|^translate\s+(?P<tag>"[^"]+"|'[^']+')""")
_MARKUP = re.compile(r"<[^>]+>")
_SENTENCE = re.compile(r"(?<=[.!?:])\s+")
_PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w*\}")
# What stands in the place of a value: a name is one easy word, whoever's it is.
_VALUE = "Bea"


@dataclass(frozen=True)
class Text:
    """What one template says, or several short ones of a folder: sentences, not labels."""

    name: str
    sentences: tuple[str, ...]

    @property
    def words(self) -> int:
        return sum(len(one.split()) for one in self.sentences)

    @property
    def grade(self) -> float:
        return grade_of(" ".join(self.sentences))

    def worst(self, most: int = 5) -> list[str]:
        """The sentences that pull it up most: long ones of long words."""
        weight = {one: (grade_of(one) - GRADE) * len(one.split()) for one in self.sentences}
        return sorted(weight, key=lambda one: -weight[one])[:most]


def grade_of(text: str) -> float:
    return float(textstat.flesch_kincaid_grade(text))


def texts(said: Mapping[str, Sequence[str]]) -> list[Text]:
    """Those of enough words by themselves, the short ones of each folder together; `said` by file."""
    found: list[Text] = []
    short: dict[str, list[str]] = defaultdict(list)
    for name, sentences in said.items():
        text = Text(name, tuple(sentences))
        if text.words >= ENOUGH_WORDS:
            found.append(text)
        else:
            short[f"{name.rpartition('/')[0]}/*"] += text.sentences
    return found + [Text(name, tuple(all_of)) for name, all_of in short.items() if all_of]


def said_to_members() -> dict[str, list[str]]:
    """The sentences of each file that has some for members, by its name from the root."""
    found = {
        path.relative_to(extracting.ROOT).as_posix(): sentences_of(path.read_text())
        for path in for_members()
    }
    for message in extracting.messages():
        if message.file.endswith(".py") and not _OFFICE_IN_PYTHON.match(message.file):
            # The plural is what most people read.
            words = message.id if isinstance(message.id, str) else message.id[-1]
            said = _sentences_in(_PLACEHOLDER.sub(_VALUE, words))
            found.setdefault(message.file, []).extend(said)
    return found


def sentences_of(template: str) -> list[str]:
    """What is marked for translation and is a sentence: it ends as one, and has more than two words."""
    messages = _messages(Lexer(template).tokenize())
    return [one for message in messages for one in _sentences_in(message)]


def _sentences_in(message: str) -> list[str]:
    words = " ".join(html.unescape(_MARKUP.sub(" ", message)).split())
    words = re.sub(r"\s+([.,;:!?])", r"\1", words)
    return [
        one
        for one in _SENTENCE.split(words)
        if one.endswith((".", "!", "?", ":")) and len(one.split()) > 2
    ]


def _messages(tokens: list[Token]) -> list[str]:
    messages: list[str] = []
    block: list[str] | None = None
    for token in tokens:
        tag = token.contents.split(" ", 1)[0] if token.token_type == TokenType.BLOCK else ""
        if tag in {"blocktranslate", "blocktrans"}:
            block = []
        elif tag in {"endblocktranslate", "endblocktrans"} and block is not None:
            messages.append("".join(block))
            block = None
        elif tag == "plural":
            block = []  # the plural is what most people read
        elif block is not None:
            block.append(_VALUE if token.token_type == TokenType.VAR else token.contents)
        elif token.token_type != TokenType.TEXT:
            messages += [
                (one["call"] or one["tag"])[1:-1] for one in _QUOTED.finditer(token.contents)
            ]
    return messages


def for_members() -> list[Path]:
    """The templates that members, candidates, agents of slates and strangers see; mail included."""
    return sorted(path for path in TEMPLATES.rglob("*.*") if _is_for_members(path))


# The office's, the second factor of those who work there, the demo's own pages, frames without words.
_OFFICE = (
    "elections/office/",
    "admin/",
    "mfa/",
    "demo/",
    "layouts/office.html",
    "components/all.html",
)
_OFFICE_OF_ROOMS = re.compile(
    r"^members/(?!choose_member|not_on_the_list)|^slates/office|^slates/(decide|correct|list_slates|take_off)"
    r"|^hustings/(decide|office_list|set_up)"
)


# What officers do and are told, and what the site keeps of its list: everything else is for members.
_OFFICE_IN_PYTHON = re.compile(
    r"""
    elections/(?:
        apps|documents|erasing|foreseen|two_officers
        |(?:blueprints|exports|office_lists|office_questions|publishing|register|scheduling|tallying)/.*
        |forms/(?:acts|after_close|deciding|in_words|register|reopening|roll|setup|timing|welsh)
        |nominating/(?:deciding|ending)
        |roll/(?:correcting|freezing|listing|one_person)
        |views/office/.*
    )
    |hustings/(?:apps|moderating|office_lists|setting_up|views/office)
    |members/(?!forms|held|signing_in|views/choosing).*
    |momentum_site/(?:checks|look_samples|views_look|(?:demo|embedded|play)/.*)
    |slates/(?:apps|deciding|views/office)
    |.*/(?:admin|management/.*)
    """,
    re.VERBOSE,
)


def _is_for_members(path: Path) -> bool:
    name = path.relative_to(TEMPLATES).as_posix()
    return not name.startswith(_OFFICE) and not _OFFICE_OF_ROOMS.match(name)
