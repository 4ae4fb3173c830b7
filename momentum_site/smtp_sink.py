"""An SMTP server that keeps what it is sent as a Maildir: `python -m momentum_site.smtp_sink PORT DIR`.

For the demo and the tests: mail goes through a real SMTP conversation and can be read afterwards,
one file a message in DIR/new, in the order of arrival by name. It delivers nothing anywhere.
Standard library only, and no more of RFC 5321 than a client that submits mail needs: several times
as fast as a complete server, which a mailing to thousands leaves the processor for.
"""

from __future__ import annotations

import asyncio
import itertools
import os
import re
import sys
import time
from pathlib import Path

# A line ends the message if it is a lone dot; a dot that begins any other line was doubled.
END_OF_DATA = b"\r\n.\r\n"
LIMIT = 32 * 2**20  # bytes of one message; more means the other side is not sending mail
ADDRESS = re.compile(rb"^(?:FROM|TO):\s*(<[^>]*>)", re.IGNORECASE)


class Maildir:
    """Where messages go: written under tmp/, so that a reader of new/ never meets half of one."""

    def __init__(self, directory: Path) -> None:
        self.tmp, self.new = directory / "tmp", directory / "new"
        for folder in (self.tmp, self.new, directory / "cur"):
            folder.mkdir(parents=True, exist_ok=True)
        self.numbers = itertools.count()

    def add(self, sender: bytes, recipients: list[bytes], content: bytes) -> None:
        name = f"{time.time_ns():020d}.{os.getpid()}_{next(self.numbers)}.sink"
        head = b"Return-Path: " + sender + b"\n"
        head += b"".join(b"Delivered-To: " + each[1:-1] + b"\n" for each in recipients)
        # Line breaks as files have them here, as every delivery program writes them.
        (self.tmp / name).write_bytes(head + content.replace(b"\r\n", b"\n"))
        (self.tmp / name).rename(self.new / name)


class Conversation(asyncio.Protocol):
    """One connection."""

    def __init__(self, maildir: Maildir) -> None:
        self.maildir = maildir
        self.buffer = bytearray()
        self.in_data = False
        self.reset()

    def reset(self) -> None:
        self.sender = b""
        self.recipients: list[bytes] = []

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        self.say("220 localhost")

    def say(self, line: str) -> None:
        self.transport.write(line.encode() + b"\r\n")

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        while self.take_message() if self.in_data else self.take_command():
            pass
        if len(self.buffer) > LIMIT:
            self.say("552 Too long")
            self.transport.close()

    def take_message(self) -> bool:
        end = self.buffer.find(END_OF_DATA)
        if end < 0:
            return False
        # The buffer began with the line break that ended DATA, so that an empty message has an end.
        content = bytes(self.buffer[2 : end + 2]).replace(b"\r\n..", b"\r\n.")
        if content.startswith(b".."):
            content = content[1:]
        del self.buffer[: end + len(END_OF_DATA)]
        self.in_data = False
        self.maildir.add(self.sender, self.recipients, content)
        self.reset()
        self.say("250 Kept")
        return True

    def take_command(self) -> bool:
        end = self.buffer.find(b"\n")
        if end < 0:
            return False
        verb, _, rest = bytes(self.buffer[:end]).strip().partition(b" ")
        del self.buffer[: end + 1]
        self.obey(verb.upper(), rest.strip())
        return True

    def obey(self, verb: bytes, rest: bytes) -> None:
        address = ADDRESS.match(rest)
        match verb:
            case b"EHLO":
                for line in ("localhost", "8BITMIME", "SMTPUTF8", "PIPELINING"):
                    self.say(f"250-{line}")
                self.say(f"250 SIZE {LIMIT}")
            case b"MAIL" if address:
                self.reset()
                self.sender = address[1]
                self.say("250 OK")
            case b"RCPT" if address and self.sender:
                self.recipients.append(address[1])
                self.say("250 OK")
            case b"DATA" if self.recipients:
                self.in_data = True
                self.buffer[:0] = b"\r\n"
                self.say("354 Go on")
            case b"HELO" | b"NOOP" | b"RSET":
                self.reset()
                self.say("250 OK")
            case b"QUIT":
                self.say("221 Bye")
                self.transport.close()
            case b"MAIL" | b"RCPT" | b"DATA":
                self.say("503 Not now, or not so")
            case _:
                self.say("502 Not known here")


async def serve(port: int, directory: Path) -> None:
    maildir = Maildir(directory)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Conversation(maildir), "127.0.0.1", port)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), Path(sys.argv[2])))
