"""Words that people would read in English whatever the catalogue says: not marked for translation.

Of templates: every text and every attribute that is read out or shown. Of Python: what forms,
models, messages and refusals say, and every sentence.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from pathlib import Path

from django.template.base import DebugLexer, Token, TokenType

from catalogue.extracting import ROOT

# --- Templates -----------------------------------------------------------------------------------

_SPOKEN = {
    *("alt", "title", "placeholder", "summary", "label"),
    *("aria-label", "aria-description", "aria-roledescription", "aria-valuetext"),
}
_FOR_SCRIPTS = "data-word"  # how the attributes begin of which a script takes its words
_FOR_BROWSERS = {"viewport", "color-scheme", "theme-color", "referrer", "robots"}  # names of <meta>
_VALUE = "\ue000"  # stands for what a tag or a variable writes
_WORD = re.compile(r"[^\W\d_]{2,}")
_LITERAL = re.compile(r"(_\()?(\"[^\"]*\"|'[^']*')")  # in a tag, with the beginning of its mark
# What a variable writes of its own: `{{ "Nobody" }}`, and what its filters write in its place.
_WRITTEN = re.compile(
    r"(?:^|\|(?:default|default_if_none|yesno|add|join|pluralize):)(\"[^\"]*\"|'[^']*')"
)
_SENTENCE_LIKE = re.compile(r"^[\"'](?!python -m )(?:[A-Z].*|.*\s.*)[\"']$")  # no command
_SILENT = ("script", "style", "code", "kbd")
_NAMES = {"CSV", "XLSX"}  # of formats, in any language
_IN_A_LANGUAGE = ("cy",)  # an element whose `lang` says that its words are in it


def of_template(source: str, *, is_html: bool = True) -> Iterator[str]:
    """The words of a template that are outside of `translate` and `blocktranslate`."""
    skeleton, given = _skeleton(source)
    yield from given
    if not is_html:
        yield from (line.strip() for line in skeleton.splitlines() if _WORD.search(line))
        return
    reader = _Texts()
    reader.feed(skeleton)
    reader.close()
    yield from reader.found


def _skeleton(source: str) -> tuple[str, list[str]]:
    """The template with its tags taken out, and the words that tags hand to components."""
    parts: list[str] = []
    given: list[str] = []
    hidden_until = ""
    for token in DebugLexer(source).tokenize():
        name = token.contents.split()[0] if token.contents.strip() else ""
        if token.token_type == TokenType.BLOCK:
            if name in ("blocktranslate", "blocktrans", "comment"):
                hidden_until = f"end{name}"
            elif token.contents.strip() == "block body_class":
                hidden_until = "endblock"
            elif name == hidden_until:
                hidden_until = ""
            elif name in ("include", "wide_table", "field", "with"):
                given += [
                    word
                    for word in _literals(token)
                    if _SENTENCE_LIKE.match(word) and _WORD.search(word)
                ]
        if not hidden_until and token.token_type != TokenType.COMMENT:
            parts.append(_left_of(token))
    return "".join(parts), given


def _literals(token: Token) -> list[str]:
    """The words in quotation marks that no `_( )` is around."""
    return [word for mark, word in _LITERAL.findall(token.contents) if not mark]


def _left_of(token: Token) -> str:
    """A text as it is; of a tag the words that it writes itself, where it writes them."""
    if token.token_type == TokenType.TEXT:
        return token.contents
    written: list[str] = []
    if token.token_type == TokenType.VAR:
        written = _WRITTEN.findall(token.contents)
    elif token.contents.startswith("firstof "):
        written = _literals(token)
    return _VALUE + _VALUE.join(word[1:-1] for word in written)


def spoken(tag: str, attrs: Iterable[tuple[str, str | None]]) -> list[str]:
    """The values of an element's attributes that people are read, are shown, or find elsewhere."""
    given = {name: value or "" for name, value in attrs}
    found = [given[name] for name in given if name in _SPOKEN or name.startswith(_FOR_SCRIPTS)]
    if tag == "input" and given.get("type") in ("submit", "button"):
        found.append(given.get("value", ""))
    if tag == "meta" and given.get("name") not in _FOR_BROWSERS:
        found.append(given.get("content", ""))
    return found


class _Texts(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._open: list[tuple[str, bool]] = []  # elements, and whether their words are exempt

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.found += [words for words in spoken(tag, attrs) if _WORD.search(words)]
        is_exempt = tag in _SILENT or given.get("lang") in _IN_A_LANGUAGE
        self._open.append((tag, is_exempt))

    def handle_endtag(self, tag: str) -> None:
        # Elements without an end are left behind by whatever ends around them.
        for place in range(len(self._open) - 1, -1, -1):
            if self._open[place][0] == tag:
                del self._open[place:]
                return

    def handle_data(self, data: str) -> None:
        is_silent = not _WORD.search(data) or data.strip() in _NAMES
        if not is_silent and not any(is_exempt for _tag, is_exempt in self._open):
            self.found.append(" ".join(data.replace(_VALUE, "…").split()))


# --- Python --------------------------------------------------------------------------------------

_TRANSLATES = {
    *("_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "gettext_noop"),
    *("pgettext", "pgettext_lazy", "npgettext", "npgettext_lazy"),
}
_SHOWN_AS = {
    *("label", "help_text", "verbose_name", "verbose_name_plural", "empty_label"),
    *("title", "heading", "caption", "lead", "hint"),
}
_SAYS = {"Refused", "ValidationError", "PermissionDenied", "add_error"}
_TELLS = {"success", "info", "warning", "error", "add_message"}  # of `messages`
_FOR_PROGRAMMERS = re.compile(r"(Error|Exception|Improperly\w+|CommandError|FormatError)$")
_FOR_READERS_OF_THE_CODE = {"LEFT_OUT", "_STAFF"}  # why something is not told; tests ask for it
_SENTENCE = re.compile(r"^[A-Z“][^\n]* [^\n]*[.?!]$")


def of_module(source: str) -> Iterator[str]:
    """The words of a module that reach people and are in no call that translates them."""
    reader = _Words()
    reader.visit(ast.parse(source))
    yield from reader.found


class _Words(ast.NodeVisitor):
    def __init__(self) -> None:
        self.found: list[str] = []

    def visit_Expr(self, node: ast.Expr) -> None:
        if not isinstance(node.value, ast.Constant):  # a docstring
            self.generic_visit(node)

    def visit_Raise(self, node: ast.Raise) -> None:
        if not (isinstance(node.exc, ast.Call) and _FOR_PROGRAMMERS.search(_name(node.exc.func))):
            self.generic_visit(node)

    def visit_Assert(self, node: ast.Assert) -> None:
        pass

    def visit_Call(self, node: ast.Call) -> None:
        name = _name(node.func)
        if name in _TRANSLATES or _owner(node.func) == "log":
            return
        says = name in _SAYS or (name in _TELLS and _owner(node.func) == "messages")
        for given in node.args[1:] if name == "add_error" else node.args:  # a field comes first
            self._look(given, is_shown=says)
        for keyword in node.keywords:
            self._look(keyword.value, is_shown=keyword.arg in _SHOWN_AS)

    def visit_Assign(self, node: ast.Assign) -> None:
        names = {target.id for target in node.targets if isinstance(target, ast.Name)}
        if names & _FOR_READERS_OF_THE_CODE:
            return
        self._look(node.value, is_shown=bool(names & _SHOWN_AS))

    def visit_Dict(self, node: ast.Dict) -> None:
        for key, value in zip(node.keys, node.values, strict=True):
            is_shown = isinstance(key, ast.Constant) and key.value in _SHOWN_AS
            self._look(value, is_shown=is_shown)

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        if any(_name(base) == "TextChoices" for base in node.bases):
            for line in node.body:
                if isinstance(line, ast.Assign) and isinstance(line.value, ast.Tuple):
                    self._look(line.value.elts[-1], is_shown=True)
        self.generic_visit(node)

    def visit_Constant(self, node: ast.Constant) -> None:
        if isinstance(node.value, str) and _SENTENCE.match(node.value):
            self.found.append(node.value)

    def visit_JoinedStr(self, node: ast.JoinedStr) -> None:
        words = "".join(_fixed_parts(node, instead="N"))  # in the place of a name or a number
        if _SENTENCE.match(words) and _WORD.search(" ".join(_fixed_parts(node))):
            self.found.append(words)
        else:
            self.generic_visit(node)

    def _look(self, node: ast.expr, *, is_shown: bool) -> None:
        if not is_shown:
            self.visit(node)
            return
        match node:
            case ast.Constant(value=str() as words) if _WORD.search(words):
                self.found.append(words)
            case ast.JoinedStr() if _WORD.search(words := " ".join(_fixed_parts(node))):
                self.found.append(words)
            case ast.Call(func=ast.Attribute(value=words, attr="format"), args=args):
                self._look(words, is_shown=True)
                for one in [*args, *(keyword.value for keyword in node.keywords)]:
                    self.visit(one)
            case ast.BinOp(left=words, op=ast.Mod(), right=put_in):
                self._look(words, is_shown=True)
                self.visit(put_in)
            case ast.BinOp(left=one, right=other) | ast.IfExp(body=one, orelse=other):
                self._look(one, is_shown=True)
                self._look(other, is_shown=True)
            case ast.BoolOp(values=either):
                for one in either:
                    self._look(one, is_shown=True)
            case _:
                self.visit(node)


def _fixed_parts(node: ast.JoinedStr, instead: str = "") -> list[str]:
    return [str(part.value) if isinstance(part, ast.Constant) else instead for part in node.values]


def _name(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def _owner(node: ast.expr) -> str:
    return _name(node.value) if isinstance(node, ast.Attribute) else ""


# --- The site ------------------------------------------------------------------------------------

# Nobody of the members, candidates, officers reads these; each has its reason.
EXEMPT = {
    "elections/ballots": "what verifying programs say of files: written in one language, as those are",
    "elections/counting": "runs without Django, for whoever recounts",
    "elections/exports": "files are keyed by the English words, so that programs find their columns",
    "elections/tallying/verifying.py": "on the console of whoever restores a backup",
    "members/languages.py": "each language is named in itself",
    "members/importing/fields.py": "names of columns in the files that are read",
    "momentum_site/backups.py": "for whoever restores a backup, on the console",
    "momentum_site/checks.py": "for whoever starts the site, on the console",
    "momentum_site/demo": "invented people and their words, and the page that lists them",
    "momentum_site/demo_mail.py": "the demo's mailbox",
    "momentum_site/embedded": "on the console of whoever starts the demo",
    "momentum_site/env.py": "for whoever starts the site, on the console",
    "momentum_site/play": "on the console, and what invented people write",
    "momentum_site/settings.py": "the demo's answer where a real site has the environment's",
    "momentum_site/smtp_sink.py": "what a mail server answers",
    "momentum_site/look_samples.py": "samples on the living page",
    "momentum_site/views_look.py": "samples on the living page",
    "templates/components/all.html": "samples on the living page",
    "templates/allauth/elements/button.html": "a tag of one of two names, and no word",
    "templates/demo": "the demo's own pages",
}


def is_exempt(file: str) -> bool:
    return "/management/" in file or any(
        file == one or file.startswith(f"{one}/") for one in EXEMPT
    )


def of_file(path: Path) -> list[str]:
    """The unmarked words of one file of the site."""
    if path.suffix == ".py":
        return list(of_module(path.read_text()))
    return list(of_template(path.read_text(), is_html=path.suffix == ".html"))


def of_site() -> Iterator[str]:
    """Each unmarked word of the site with its file, as far as no exemption covers the file."""
    from catalogue.extracting import modules, templates

    for path in sorted([*templates(), *modules()]):
        file = path.relative_to(ROOT).as_posix()
        if not is_exempt(file):
            yield from (f"{file}: {words}" for words in of_file(path))
