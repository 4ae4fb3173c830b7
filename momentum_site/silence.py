"""What the log must never learn: the address of a voting page holds a code that can vote."""

from __future__ import annotations

import logging
import re

_VOTING = re.compile(r"/(?:v|vote|vote-as-member)/|/elections/[^/]+/board/")


class VotingPages(logging.Filter):
    """Drops every record that is about a request to a voting page, or that names one."""

    def filter(self, record: logging.LogRecord) -> bool:
        request = getattr(record, "request", None)
        if request is not None and _VOTING.match(getattr(request, "path", "")):
            return False
        return not _VOTING.search(record.getMessage())
