"""What `gozinto doctor` finds: each matter, how it stands, and what to do about it."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

import django
import psycopg
from psycopg import sql

from gozinto.deployment import attach, backup, database, migrating, tls
from gozinto.deployment.attach import Landlord
from gozinto.deployment.database import MUST_BE_ON, Roles
from gozinto.deployment.homes import Home
from gozinto.deployment.locations import Address
from gozinto.deployment.postgres import cluster as clusters
from gozinto.deployment.postgres.binaries import OLDEST_MAJOR
from gozinto.errors import GozintoError

FREE_SHARE = 0.05
"""Below this share of free disk nothing more is accepted."""

BACKUP_EVERY = timedelta(days=1)


class State(StrEnum):
    """How a matter stands."""

    WELL = "well"
    LOOK = "look"
    WRONG = "wrong"


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One matter: what it is, how it stands, what was seen, and what to do."""

    matter: str
    state: State = State.WELL
    seen: str
    remedy: str = ""


def findings(home: Home, *, demo: bool) -> Iterator[Finding]:
    """Everything worth knowing, the cheap and the likely first. Changes nothing.

    What cannot be examined becomes a finding of its own, with the reason.
    """
    yield from _of_home(home)
    if not os.environ.get("DATABASE_URL") and (
        not home.path.exists() or clusters.find(home) is None
    ):
        yield Finding(
            matter="database",
            state=State.LOOK,
            seen="this home has none yet",
            remedy="`gozinto up` or `gozinto demo` makes one.",
        )
        return
    try:
        with attach.landlord(home=home) as of:
            yield from _of_server(of)
            yield from _of_database(of, home=home, demo=demo)
    except GozintoError as problem:
        yield Finding(
            matter="database",
            state=State.WRONG,
            seen=problem.message,
            remedy=problem.next_step,
        )


def _of_home(home: Home) -> Iterator[Finding]:
    there = next(p for p in (home.path, *home.path.parents) if p.exists())
    usage = shutil.disk_usage(there)
    share = usage.free / usage.total if usage.total else 0.0
    yield Finding(matter="home", seen=str(home.path))
    yield Finding(
        matter="free disk",
        state=State.WRONG if share < FREE_SHARE else State.LOOK if share < 0.1 else State.WELL,
        seen=f"{usage.free / 2**30:.1f} GiB ({share:.0%})",
        remedy="" if share >= 0.1 else "Free some: below 5 % nothing more is accepted.",
    )
    yield _of_last_backup(home)
    yield _of_certificate(home)


def _of_certificate(home: Home) -> Finding:
    there = tls.found(home)
    if there is None:
        seen = "none; `gozinto up --tls` makes one, for panels and tablets"
        return Finding(matter="certificate", seen=seen)
    left = there.until - datetime.now(UTC)
    if there.key.stat().st_mode & 0o077:
        return Finding(
            matter="certificate",
            state=State.WRONG,
            seen=f"others may read {there.key}",
            remedy=f"chmod 600 {there.key}",
        )
    is_due = left < tls.RENEWED_BEFORE
    return Finding(
        matter="certificate",
        state=State.LOOK if is_due else State.WELL,
        seen=f"for {', '.join(there.names)}; {spoken(left)} left",
        remedy="`gozinto up --tls` makes it anew when it starts, and while it runs."
        if is_due
        else "",
    )


def _of_last_backup(home: Home) -> Finding:
    advice = "Run `gozinto backup DIR`, onto another disk, every day."
    try:
        last = json.loads((home.path / backup.LAST).read_text())
    except FileNotFoundError:
        return Finding(matter="last backup", state=State.LOOK, seen="never", remedy=advice)
    age = datetime.now(UTC) - datetime.fromisoformat(last["at"])
    old = age > BACKUP_EVERY
    return Finding(
        matter="last backup",
        state=State.LOOK if old else State.WELL,
        seen=f"{spoken(age)} ago, {last['directory']}",
        remedy=advice if old else "",
    )


def _of_server(of: Landlord) -> Iterator[Finding]:
    yield Finding(
        matter="server",
        seen="embedded" if of.server else f"DATABASE_URL, {of.plant.host}:{of.plant.port}",
    )
    if of.server:
        yield Finding(matter="data", seen=str(of.server.cluster.data))
        yield Finding(matter="account", seen=of.server.cluster.account or "your own")
    with database.connected(of.plant.of(database.MAINTENANCE)) as connection:
        number = connection.info.server_version
        yield Finding(
            matter="version",
            state=State.WELL if number >= OLDEST_MAJOR * 10_000 else State.WRONG,
            seen=connection.info.parameter_status("server_version") or "?",
            remedy="" if number >= OLDEST_MAJOR * 10_000 else f"Upgrade to {OLDEST_MAJOR}.",
        )
        for setting in (*MUST_BE_ON, "data_checksums"):
            yield _of_setting(connection, setting)


def _of_setting(connection: psycopg.Connection, setting: str) -> Finding:
    row = connection.execute("SELECT current_setting(%s)", [setting]).fetchone()
    value = str(row[0]) if row else "?"
    if value in ("on", "remote_apply"):
        return Finding(matter=setting, seen=value)
    if setting == "data_checksums":
        return Finding(
            matter=setting,
            state=State.LOOK,
            seen=value,
            remedy="Stop the server and run pg_checksums --enable: bad disks then show.",
        )
    return Finding(
        matter=setting,
        state=State.WRONG,
        seen=value,
        remedy=f"ALTER SYSTEM SET {setting} = on; then restart: what is acknowledged can be lost.",
    )


def _of_database(of: Landlord, *, home: Home, demo: bool) -> Iterator[Finding]:
    owner = of.chosen(demo=demo, plant=False)
    if not attach.is_in_use(owner):
        yield Finding(
            matter="database",
            state=State.LOOK,
            seen=f"{owner.name} is not there yet",
            remedy="`gozinto up` makes it.",
        )
        return
    named = attach.named_application(owner)
    roles = Roles(owner, named or database.application_role(owner, home=home))
    yield Finding(matter="database", seen=f"{owner.name} as {roles.application.user}")
    yield _of_safety(roles.application)
    os.environ.update(attach.exported_for(roles.application, home=home, server=of.server))
    django.setup()
    if migrating.is_current(roles):
        yield Finding(matter="tables", seen="up to date")
        yield from _of_ages(roles.application)
        return
    yield Finding(
        matter="tables",
        state=State.LOOK,
        seen="older than this version",
        remedy="`gozinto migrate`, or simply `gozinto up`.",
    )


def _of_safety(application: Address) -> Finding:
    try:
        database.check_safe(application)
    except GozintoError as problem:
        return Finding(
            matter="role", state=State.WRONG, seen=problem.message, remedy=problem.next_step
        )
    return Finding(matter="role", seen="neither superuser nor above row-level security")


def _of_ages(application: Address) -> Iterator[Finding]:
    from gozinto.record.models import Event, OutboxRow

    with database.connected(application) as connection:
        newest = _one(connection, Event._meta.db_table, "max(record_time)", where="true")
        yield Finding(
            matter="newest event", seen=f"{spoken(newest)} ago" if newest is not None else "none"
        )
        waiting = _one(
            connection, OutboxRow._meta.db_table, "min(created_at)", where="done_at IS NULL"
        )
    yield Finding(
        matter="oldest outbox row",
        # The print worker beside `gozinto up` reads them; without one they wait.
        seen=f"{spoken(waiting)} ago" if waiting is not None else "none",
    )


def _one(
    connection: psycopg.Connection, table: str, expression: str, *, where: str
) -> timedelta | None:
    row = connection.execute(
        sql.SQL("SELECT now() - {} FROM {} WHERE {}").format(
            sql.SQL(expression), sql.Identifier(table), sql.SQL(where)
        )
    ).fetchone()
    age: timedelta | None = row[0] if row else None
    return age


def spoken(age: timedelta) -> str:
    """An age in its two largest words: "3 h 20 min"."""
    seconds = max(0, int(age.total_seconds()))
    words: list[str] = []
    for name, size in (("d", 86400), ("h", 3600), ("min", 60), ("s", 1)):
        count, seconds = divmod(seconds, size)
        if count or (name == "s" and not words):
            words.append(f"{count} {name}")
    return " ".join(words[:2])
