"""What a page's own text shows, before any browser sees it."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

_SENDING = {"submit", "image"}
# A browser shows a passkey to a script alone: the code of an app and recovery codes need none.
_PASSKEY = "credential"


@dataclass
class Form:
    """A form, with what would be sent if nobody entered anything."""

    method: str
    action: str
    hidden: dict[str, str] = field(default_factory=dict)
    sends: list[tuple[str, str]] = field(default_factory=list)  # what each of its buttons adds
    asks: bool = False  # something that somebody can enter


class Markup(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.faults: list[str] = []
        self.titles, self.headings, self.lang = 0, 0, ""
        self.kinds: set[str] = set()
        self._form: Form | None = None
        self._by_id: dict[str, Form] = {}
        self._above: list[str] = []
        self._locked: list[bool] = []  # for each field set that is open, whether it is disabled
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.kinds.add(
            f"{tag}.{given.get('class', '')}[{given.get('role', '')}{given.get('type', '')}]"
        )
        self._look_at(tag, given)
        if tag == "fieldset":
            self._locked.append("disabled" in given)
        if tag == "form":
            self._form = Form(given.get("method", "get").lower(), given.get("action", ""))
            self.forms.append(self._form)
            if "id" in given:
                self._by_id[given["id"]] = self._form
        elif tag in {"input", "button", "select", "textarea"}:
            self._read_control(tag, given)

    def _look_at(self, tag: str, given: dict[str, str]) -> None:
        self.headings += tag == "h1"
        self.titles += tag == "title" and "svg" not in self._above
        if tag == "svg":
            self._above.append(tag)
        if tag == "html":
            self.lang = given.get("lang", "")
        if "style" in given or tag == "style":
            self.faults.append(f"inline style: <{tag}>")
        if any(name.startswith("on") for name in given):
            self.faults.append(f"inline script: <{tag}>")
        if tag == "script" and "src" not in given and given.get("type") != "application/json":
            self.faults.append("inline script: <script>")
        if tag == "img" and "alt" not in given:
            self.faults.append(f"a picture without words: {given.get('src')}")

    def _read_control(self, tag: str, given: dict[str, str]) -> None:
        form = self._by_id.get(given["form"]) if "form" in given else self._form
        if form is None:
            return
        kind = given.get("type", "submit" if tag == "button" else "text").lower()
        locked = "disabled" in given or any(self._locked)
        form.asks |= tag != "button" and kind != "hidden" and not locked
        if kind == "hidden":
            form.hidden[given.get("name", "")] = given.get("value", "")
        elif kind in _SENDING and "hidden" not in given:
            form.sends.append((given.get("name", ""), given.get("value", "")))

    def handle_endtag(self, tag: str) -> None:
        if tag == "fieldset" and self._locked:
            self._locked.pop()
        if tag == "form":
            self._form = None
        if tag == "svg" and self._above:
            self._above.pop()

    def all_faults(self) -> list[str]:
        found = list(self.faults)
        if self.headings != 1:
            found.append(f"{self.headings} first headings")
        if self.titles != 1:
            found.append(f"{self.titles} titles")
        if not self.lang:
            found.append("no language")
        found += [
            f"a form without a button: {one.action}"
            for one in self.forms
            if one.asks and not one.sends and _PASSKEY not in one.hidden
        ]
        return found
