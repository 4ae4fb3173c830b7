"""A real SMTP server that refuses, puts off, closes and dawdles as it is told."""

from __future__ import annotations

import asyncio
import email
import email.policy
import socket
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from aiosmtpd.smtp import SMTP, Envelope, Session


@dataclass
class Moody:
    """`answers[address]` are used up in turn for RCPT, `at_data[address]` after the message."""

    port: int = 0
    dawdle: float = 0.0  # seconds before a message is accepted
    answers: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    at_data: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    for_sender: list[str] = field(default_factory=list)
    received: list[tuple[str, str, float]] = field(default_factory=list)  # to, Message-ID, when
    connections: int = 0

    async def handle_EHLO(  # noqa: N802
        self,
        server: SMTP,
        session: Session,
        envelope: Envelope,
        hostname: str,
        responses: list[str],
    ) -> list[str]:
        session.host_name = hostname
        self.connections += 1
        return responses

    async def handle_MAIL(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.for_sender:
            return self.for_sender.pop(0)
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.answers[address]:
            return self.answers[address].pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        [address] = envelope.rcpt_tos
        if self.at_data[address]:
            answer = self.at_data[address].pop(0)
            if answer == "hang up":
                assert isinstance(server.transport, asyncio.Transport)
                server.transport.abort()
            return answer
        assert isinstance(envelope.content, bytes)
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        self.received.append((address, message["Message-ID"], time.monotonic()))
        await asyncio.sleep(self.dawdle)
        return "250 OK"

    def wait_for(self, count: int) -> None:
        _wait(lambda: len(self.received) >= count)

    def wait_for_connections(self, count: int) -> None:
        _wait(lambda: self.connections >= count)


def _wait(come: Callable[[], bool], seconds: float = 120) -> None:
    give_up = time.monotonic() + seconds
    while not come():
        assert time.monotonic() < give_up, "it did not come"
        time.sleep(0.005)


@contextmanager
def running() -> Iterator[Moody]:
    """The server in a thread of its own: a browser test leaves a loop running in this one."""
    moody = Moody()
    loop = asyncio.new_event_loop()
    listener = socket.create_server(("127.0.0.1", 0))
    moody.port = listener.getsockname()[1]
    thread = threading.Thread(target=_serve, args=(moody, loop, listener), daemon=True)
    thread.start()
    yield moody
    loop.call_soon_threadsafe(loop.stop)
    thread.join()


def _serve(moody: Moody, loop: asyncio.AbstractEventLoop, listener: socket.socket) -> None:
    """Serve until the loop is stopped, then end what is left and close it."""
    server = loop.run_until_complete(
        loop.create_server(lambda: SMTP(moody, hostname="localhost", loop=loop), sock=listener)
    )
    loop.run_forever()
    server.close()
    for task in asyncio.all_tasks(loop):
        task.cancel()
        loop.run_until_complete(asyncio.gather(task, return_exceptions=True))
    loop.close()
