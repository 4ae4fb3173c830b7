"""An SMTP server that keeps what it is sent as a Maildir: `python -m momentum_site.smtp_sink PORT DIR`.

For the demo and the tests: mail goes through a real SMTP conversation and can be read afterwards,
one file a message in DIR/new, in the order of arrival by name. It delivers nothing anywhere.
"""

from __future__ import annotations

import asyncio
import itertools
import os
import sys
import time
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session


class Maildir:
    """aiosmtpd's handler: what it is sent becomes a file."""

    def __init__(self, directory: Path) -> None:
        self.tmp, self.new = directory / "tmp", directory / "new"
        for folder in (self.tmp, self.new, directory / "cur"):
            folder.mkdir(parents=True, exist_ok=True)
        self.numbers = itertools.count()

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        name = f"{time.time_ns():020d}.{os.getpid()}_{next(self.numbers)}.sink"
        head = f"Return-Path: <{envelope.mail_from}>\r\n"
        head += "".join(f"Delivered-To: {address}\r\n" for address in envelope.rcpt_tos)
        content = envelope.content or b""
        body = content if isinstance(content, bytes) else content.encode()
        (self.tmp / name).write_bytes(head.encode() + body)
        # A reader of new/ never meets half a message.
        (self.tmp / name).rename(self.new / name)
        return "250 OK"


async def serve(port: int, directory: Path) -> None:
    handler = Maildir(directory)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: SMTP(handler, hostname="localhost", enable_SMTPUTF8=True, loop=loop),
        host="127.0.0.1",
        port=port,
    )
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), Path(sys.argv[2])))
