"""Children that are started in groups, watched, and stopped group by group in reverse order."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

LAUNCHER = Path(__file__).with_name("launch.py")
PROJECT = Path(__file__).resolve().parents[2]


def environment(changes: Mapping[str, str | None]) -> dict[str, str]:
    """This process's environment with ``changes``; None takes a variable away."""
    return {k: v for k, v in {**os.environ, **changes}.items() if v is not None}


class ChildDied(Exception):
    """A child ended by itself; the message names it, its log, and how the log ends."""


@dataclass
class Child:
    name: str
    argv: Sequence[str]
    env: Mapping[str, str | None]
    log: Path
    stop_signal: signal.Signals
    user: str
    ready: Callable[[], bool] | None
    process: subprocess.Popen[bytes] | None = field(default=None, init=False)
    group: int = field(default=0, init=False)  # 0 until it is started for the first time

    def spawn(self) -> None:
        self.log.parent.mkdir(parents=True, exist_ok=True)
        launch = [
            *(sys.executable, "-I", "-S", str(LAUNCHER)),
            *(str(os.getpid()), str(int(self.stop_signal)), self.user),
        ]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [*launch, *self.argv],
                cwd=PROJECT,
                env=environment(self.env),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # Ctrl-C in the terminal reaches the supervisor alone
            )

    @property
    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def check(self) -> None:
        """Raise ChildDied if it was started and has ended without being told to."""
        if self.process is None or self.process.poll() is None:
            return
        tail = self.log.read_text(errors="replace").splitlines()[-10:]
        code = self.process.returncode
        ended = f"by {signal.Signals(-code).name}" if code < 0 else f"with exit code {code}"
        raise ChildDied("\n  ".join([f"{self.name} ended {ended}; its log: {self.log}", *tail]))

    def tell_to_end(self) -> None:
        if self.is_running and self.process is not None:
            with suppress(ProcessLookupError):
                self.process.send_signal(self.stop_signal)

    def end(self, grace: float) -> None:
        """Wait up to ``grace`` seconds, then kill it and whatever it started."""
        if self.process is None:
            return
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(grace)
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.process = None


class Supervisor:
    """Starts children in the order they were added; stops those that were started last first.

    Use it as a context, from the main thread: the kernel ends the children with the thread that
    started them.
    """

    def __init__(self, log_dir: Path, env: Mapping[str, str | None] | None = None) -> None:
        """``env`` is added to this process's own for every child; None takes a variable away."""
        self.log_dir = log_dir
        self.env = env or {}
        self.children: dict[str, Child] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.stop()

    def add(
        self,
        name: str,
        argv: Sequence[str],
        env: Mapping[str, str | None] | None = None,
        *,
        stop_signal: signal.Signals = signal.SIGTERM,
        user: str = "-",
        ready: Callable[[], bool] | None = None,
    ) -> None:
        """Declare a child, with what its environment has besides the supervisor's."""
        log = self.log_dir / f"{name}.log"
        log.unlink(missing_ok=True)
        self.children[name] = Child(
            name, argv, {**self.env, **(env or {})}, log, stop_signal, user, ready
        )

    def start(self, name: str | None = None, *, timeout: float = 120) -> None:
        """Start one child, or all that are not running, and wait until each is ready."""
        chosen = [self.children[name]] if name else list(self.children.values())
        starting = [child for child in chosen if not child.is_running]
        group = 1 + max((child.group for child in self.children.values()), default=0)
        for child in starting:
            child.spawn()
            child.group = child.group or group
        give_up = time.monotonic() + timeout
        for child in starting:
            while child.ready is not None and not child.ready():
                child.check()
                if time.monotonic() > give_up:
                    raise ChildDied(f"{child.name} is not ready; its log: {child.log}")
                time.sleep(0.02)

    def stop(self, name: str | None = None, *, grace: float = 15) -> None:
        """Stop one child, or all: at once those that were started together, the last group first.

        No group takes longer than ``grace`` seconds, however many of it hang.
        """
        stopping = [self.children[name]] if name else list(self.children.values())
        for group in sorted({child.group for child in stopping}, reverse=True):
            together = [child for child in stopping if child.group == group]
            for child in together:
                child.tell_to_end()
            give_up = time.monotonic() + grace
            for child in together:
                child.end(max(0, give_up - time.monotonic()))

    def kill(self, name: str) -> None:
        """End a child as a power cut would, with everything it started."""
        child = self.children[name]
        if child.process is not None:
            with suppress(ProcessLookupError):
                os.killpg(child.process.pid, signal.SIGKILL)
        child.end(5)

    def is_running(self, name: str) -> bool:
        return self.children[name].is_running

    def check(self) -> None:
        """Raise ChildDied if any child has ended by itself."""
        for child in self.children.values():
            child.check()

    def wait(self) -> None:
        """Return never: raise ChildDied as soon as a child ends by itself."""
        while True:
            self.check()
            time.sleep(0.2)
