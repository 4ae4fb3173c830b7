"""What deploy/ starts exists, and each process has the keys it is for and no other."""

from __future__ import annotations

import configparser
import re
import shutil
import subprocess
import tomllib
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import settings
from django.core.management import get_commands
from django.urls import reverse

from elections import photos
from members import forms
from momentum_site.checks import _QUIET as QUIET
from tests.docs.reading import DOCS, ROOT, code
from tests.docs.role import psql, sites_role
from tests.docs.test_words import settings_in

DEPLOY = ROOT / "deploy"
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))
ALL_UNITS = sorted((DEPLOY / "systemd").iterdir())
PYTHON = "/srv/momentum/.venv/bin/python "
# Whoever has TALLY_KEY opens papers; beat needs no key.
FILES = {
    "web": ["site.env", "ballot.env"],
    "worker": ["site.env", "ballot.env"],
    "tally": ["site.env", "ballot.env", "tally.env"],
    "beat": ["site.env"],
    "backup": ["site.env"],
}


class Unit:
    """A unit file; a name may be given several times."""

    def __init__(self, file: Path) -> None:
        self.lines = re.findall(r"^(\w+)=(.*)$", file.read_text(), re.MULTILINE)

    def all(self, name: str) -> list[str]:
        return [value for key, value in self.lines if key == name]

    def values(self) -> list[str]:
        return [value for _key, value in self.lines]

    def one(self, name: str) -> str:
        (value,) = self.all(name)
        return value


def compose() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((DEPLOY / "compose" / "compose.yaml").read_text())
    return found["services"]  # type: ignore[no-any-return]


def words(command: str) -> str:
    """What is started, without where it listens and what it is called there."""
    command = re.sub(r"--bind \S+|-n \S+", "", command.removeprefix(PYTHON).removeprefix("python "))
    return " ".join(command.split())


@pytest.mark.parametrize("process", FILES)
def test_each_process_has_its_keys_and_no_other(process: str) -> None:
    unit = Unit(DEPLOY / "systemd" / f"momentum-{process}.service")
    assert [Path(file).name for file in unit.all("EnvironmentFile")] == FILES[process]
    assert compose()[process]["env_file"] == FILES[process]


def test_database_and_proxy_have_none_of_the_sites_settings() -> None:
    given = {name: one["env_file"] for name, one in compose().items() if "env_file" in one}
    assert {name: files for name, files in given.items() if name not in FILES} == {
        "database": ["database.env"],
        "proxy": ["proxy.env"],
    }


def test_each_volume_is_for_one_service_alone() -> None:
    held = [
        (volume.split(":")[0], name)
        for name, one in compose().items()
        for volume in one.get("volumes", [])
        if not volume.startswith(".")
    ]
    assert sorted(held) == [
        ("backups", "backup"),
        ("certificates", "proxy"),
        ("database", "database"),
        ("escrow", "tally"),
    ]


def test_only_the_tally_worker_is_a_user_of_its_own() -> None:
    users = {unit.stem: Unit(unit).one("User") for unit in UNITS}
    assert users.pop("momentum-tally") == "momentum-tally"
    assert set(users.values()) == {"momentum"}
    assert [name for name, one in compose().items() if one.get("user")] == ["tally"]


@pytest.mark.parametrize("process", FILES)
def test_units_and_containers_start_the_same(process: str) -> None:
    unit = Unit(DEPLOY / "systemd" / f"momentum-{process}.service")
    assert words(unit.one("ExecStart")) == words(compose()[process]["command"])


def test_what_is_started_is_as_the_page_about_processes_says() -> None:
    table = re.findall(r"^\| [^|]+ \| `((?:gunicorn|celery) [^`]+)` ", _running(), re.MULTILINE)
    started = [words(Unit(unit).one("ExecStart")) for unit in UNITS]
    for told in table:
        parts = [part for part in told.split() if "%h" not in part and part != "--hostname"]
        assert any(
            all(part.removesuffix(".wsgi") in command for part in parts) for command in started
        ), told


def _running() -> str:
    return (DOCS / "running.md").read_text()


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.stem)
def test_every_unit_is_locked_up(unit: Path) -> None:
    found = Unit(unit)
    assert found.one("NoNewPrivileges") == "yes"
    assert found.one("ProtectSystem") == "strict"
    assert found.one("CapabilityBoundingSet") == ""
    parsed = configparser.ConfigParser(strict=False, interpolation=None)
    parsed.read(unit)
    assert {"Unit", "Service"} <= set(parsed.sections())


def test_no_backup_is_made_up_for_at_another_hour() -> None:
    timer = Unit(DEPLOY / "systemd" / "momentum-backup.timer")
    assert timer.one("Persistent") == "no"
    assert timer.one("OnCalendar") == "*-*-* 03:30:00"
    assert "at 3:30" in (DOCS / "backup.md").read_text()


# What stands in the units, by section: a name that systemd does not know it passes over with a warning,
# and the process runs without it.
_LOCKS = (
    "NoNewPrivileges|ProtectHome|PrivateTmp|PrivateDevices|ProtectClock|ProtectHostname"
    "|ProtectKernelLogs|ProtectKernelModules|ProtectKernelTunables|ProtectControlGroups"
    "|RestrictNamespaces|RestrictRealtime|RestrictSUIDSGID|LockPersonality"
)
KNOWN = {
    "Unit": r"Description=.+|(After|Wants|PartOf)=([a-z-]+\.(service|target) ?)+",
    "Service": rf"({_LOCKS})=yes|ProtectSystem=strict|ProtectProc=invisible"
    r"|CapabilityBoundingSet=|RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX"
    r"|SystemCallArchitectures=native|SystemCallFilter=@system-service|UMask=0077"
    r"|User=momentum(-tally)?|WorkingDirectory=/srv/momentum|EnvironmentFile=/etc/momentum/[a-z]+\.env"
    r"|StateDirectory=momentum-tally|StateDirectoryMode=0700|ReadWritePaths=/var/backups/momentum"
    r"|Type=oneshot|Restart=always|RestartSec=\d|ExecStart=/srv/momentum/\.venv/bin/python .+"
    r"|ExecReload=/bin/kill -HUP \$MAINPID",
    "Timer": r"OnCalendar=\*-\*-\* \d\d:\d\d:00|Persistent=no",
    "Install": r"WantedBy=(momentum|timers|multi-user)\.target",
}


@pytest.mark.parametrize("file", ALL_UNITS, ids=lambda file: file.name)
def test_systemd_knows_every_line_of_a_unit(file: Path) -> None:
    section = ""
    for line in file.read_text().splitlines():
        if header := re.fullmatch(r"\[(\w+)\]", line):
            section = header[1]
        elif line and not line.startswith("#"):
            assert re.fullmatch(KNOWN[section], line), f"[{section}] {line}"


@pytest.mark.parametrize("file", ALL_UNITS, ids=lambda file: file.name)
def test_what_a_unit_names_is_there(file: Path) -> None:
    names = {unit.name for unit in ALL_UNITS}
    unit = Unit(file)
    ours = re.findall(r"\bmomentum[\w-]*\.(?:service|target|timer)", " ".join(unit.values()))
    assert set(ours) <= names
    if file.suffix == ".timer":
        assert file.with_suffix(".service").name in names
    for command in unit.all("ExecStart"):
        _python, first, second, *_more = command.split()
        if first == "-m":
            assert find_spec(second)
        else:
            assert (ROOT / first).is_file()
            assert second in get_commands()


def test_systemd_finds_no_fault(tmp_path: Path) -> None:
    """systemd itself is asked where it is; the two tests above hold what it finds anywhere."""
    for unit in ALL_UNITS:
        (tmp_path / unit.name).write_text(unit.read_text().replace(PYTHON, "/bin/true "))
    files = sorted(map(str, tmp_path.iterdir()))
    assert len(files) == len(ALL_UNITS) == 7
    if program := shutil.which("systemd-analyze"):
        done = subprocess.run(
            [program, "verify", *files], capture_output=True, text=True, check=False
        )
        assert (done.returncode, done.stderr) == (0, "")


def test_the_database_keeps_no_statement_however_it_is_made() -> None:
    role = (DEPLOY / "database.sql").read_text()
    server = compose()["database"]["command"]
    for name, value in QUIET.items():
        assert re.search(rf"SET {name} = '?{value}'?;", role), name
        assert f"-c {name}={value}" in server, name
        assert f"{name} = {value}" in _running(), name


def test_the_sites_role_is_made_with_its_password_and_is_no_superuser() -> None:
    """As compose has it done: by the script that is mounted, with what `database.env` says."""
    assert (
        "../database.sql:/docker-entrypoint-initdb.d/database.sql:ro"
        in (compose()["database"]["volumes"])
    )
    assert "POSTGRES_USER" not in code(DOCS / "installing.md"), "the image makes it a superuser"
    with sites_role() as made:
        assert psql(made, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user;") == "f"
        assert psql(made, "SHOW log_min_error_statement;") == "panic"
        psql(made, "CREATE TABLE of_the_site ();")


def test_the_settings_files_of_the_page_hold_every_setting_once() -> None:
    told = code(DOCS / "installing.md")
    for setting in ("SECRET_KEY", "BALLOT_KEY", "TALLY_KEY", "TALLY_ESCROW_DIR", "SMTP_URL"):
        assert len(re.findall(rf"^{setting}=", told, re.MULTILINE)) == 1, setting
    assert {"DATABASE_URL", "SITE_URL", "BEHIND_PROXY"} <= settings_in(told)


def test_the_proxy_lets_through_what_the_forms_take() -> None:
    """A little more, so that the page says that a file is too large, and not the proxy."""
    caddy = (DEPLOY / "Caddyfile").read_text()
    path, cookie = reverse("members:upload-import"), settings.SESSION_COOKIE_NAME
    large = f"{{ path {path} header Cookie *{cookie}=* }}"
    words = " ".join(caddy.split())
    assert f"@list {large}" in words
    assert f"@other {{ not {large} }}" in words
    most = re.search(r"request_body @list \{\s+max_size (\d+)MB\s+\}", caddy)
    others = re.search(r"request_body @other \{\s+max_size (\d+)MB\s+\}", caddy)
    assert most is not None
    assert others is not None
    assert forms.MOST_BYTES < int(most[1]) * 10**6 < 1.2 * forms.MOST_BYTES
    assert int(others[1]) * 10**6 > photos.MOST_BYTES


def test_no_registry_and_no_key_is_named() -> None:
    for file in DEPLOY.rglob("*"):
        if file.is_file():
            text = file.read_text()
            assert not re.search(r"^\s*(?:image:|FROM) \S+\.\S+/", text, re.MULTILINE), file
            assert not re.search(r"[A-Za-z0-9+/]{43}=", text), file


def test_caddy_and_the_image_use_files_that_are_there() -> None:
    dockerfile = (DEPLOY / "compose" / "Dockerfile").read_text()
    for copied in re.findall(r"^COPY (\S+) \S+$", dockerfile, re.MULTILINE):
        assert (ROOT / copied).exists(), copied
    assert (DEPLOY / "compose" / compose()["web"]["build"]["dockerfile"]).exists() or (
        ROOT / compose()["web"]["build"]["dockerfile"]
    ).exists()
    mounted = compose()["proxy"]["volumes"][0].split(":")[0]
    assert (DEPLOY / "compose" / mounted).resolve() == DEPLOY / "Caddyfile"


def test_the_proxy_logs_no_request_even_where_the_web_does_not_answer() -> None:
    every = re.sub(r"#.*", "", (DEPLOY / "Caddyfile").read_text())
    options, site = every.split("{$SITE_URL} {")
    # What Caddy says of a request that failed holds its address.
    quiet = "{ log { exclude http.log.error http.handlers.reverse_proxy } }"
    assert " ".join(options.split()) == quiet
    assert "log" not in site, "no access log"


def pinned(lock: str) -> dict[str, str]:
    """What a lock names, with its version, and what vouches for it."""
    entries = re.split(r"^(?=[a-z0-9])", (ROOT / lock).read_text(), flags=re.MULTILINE)[1:]
    found = {}
    for entry in entries:
        told = re.sub(r"^ +#.*\n", "", entry, flags=re.MULTILINE)
        found[told.split(" ")[0]] = " ".join(sorted(re.findall(r"--hash=\S+", told)))
    return found


def test_a_server_gets_what_the_site_needs_and_no_tool_of_the_tests() -> None:
    """And the very packages that the tests ran with."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    everything, of_the_site = pinned("requirements.lock"), pinned("requirements-site.lock")
    assert of_the_site.items() <= everything.items()

    def names(asked: list[str]) -> set[str]:
        return {re.split(r"[^A-Za-z0-9-]", one)[0] for one in asked}

    there = {one.split("==")[0] for one in of_the_site}
    assert names(project["dependencies"]) <= there
    for extra in project["optional-dependencies"].values():
        assert not names(extra) & there
    image = (DEPLOY / "compose" / "Dockerfile").read_text()
    for told in (image, (DOCS / "installing.md").read_text(), (DOCS / "upgrading.md").read_text()):
        assert re.findall(r"^ *(?:RUN )?(bin/venv.*)$", told, re.MULTILINE) == ["bin/venv --site"]


def manage(folder: Path, *words: str, **given: str) -> str:
    """What `deploy/manage` would start, and with which settings."""
    (folder / "site.env").write_text('DATABASE_URL=postgres://site\nMAIL_FROM="A site <a@b.org>"\n')
    (folder / "ballot.env").write_text("BALLOT_KEY=ballot\n")
    (folder / "tally.env").write_text("TALLY_KEY=tally\n")
    program = folder / "setpriv"
    program.write_text('#!/bin/sh\necho "$@"; exec /usr/bin/env\n')
    program.chmod(0o700)
    path = f"{folder}:/usr/bin:/bin"
    return subprocess.run(
        [str(DEPLOY / "manage"), *words],
        env={"PATH": path, "MOMENTUM_ETC": str(folder), **given},
        capture_output=True,
        text=True,
        check=True,
    ).stdout


def test_a_command_is_the_sites_users_and_knows_no_tally_key(tmp_path: Path) -> None:
    said = manage(tmp_path, "migrate", "--check")
    assert "--reuid=momentum " in said
    assert ".venv/bin/python manage.py migrate --check" in said
    assert "MAIL_FROM=A site <a@b.org>" in said
    assert "BALLOT_KEY=ballot" in said
    assert "DATABASE_URL=postgres://site" in said
    assert "TALLY_KEY" not in said


def test_a_command_of_the_tally_workers_has_its_key(tmp_path: Path) -> None:
    said = manage(tmp_path, "--tally", "verify_boards")
    assert "--reuid=momentum-tally " in said
    assert "manage.py verify_boards" in said
    assert "TALLY_KEY=tally" in said


def test_a_command_keeps_the_database_that_it_is_given(tmp_path: Path) -> None:
    assert "DATABASE_URL=postgres://drill" in manage(
        tmp_path, "restore", "file", DATABASE_URL="postgres://drill"
    )
