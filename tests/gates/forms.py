"""The forms of a page, as somebody sends them who entered nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from tests.gates.markup import Markup
from tests.gates.visits.visit import Answer, Visit

Sent = set[tuple[str, str]]


def sent_empty(answer: Answer, sent: Sent) -> Iterator[Visit]:
    """Each form of the page by its first button, but for those that were `sent` before."""
    if not answer.is_page or answer.visit.sends is not None:
        return
    for form in Markup(answer.html).forms:
        key = (answer.visit.name, form.sends[0][1] if form.sends else "")
        if form.method != "post" or not form.sends or key in sent:
            continue
        sent.add(key)
        name, value = form.sends[0]
        sends = {**form.hidden, **({name: value} if name else {})}
        path = form.action or answer.path
        if path == "/sign-out/" or not path.startswith("/"):
            continue
        sent_to = replace(answer.visit, name=path, args=(), query="", sends=sends)
        yield replace(sent_to, status=0, shows="")
