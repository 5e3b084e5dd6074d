"""A backup: each table as PostgreSQL's COPY text, and a manifest that says what it must hash to.

COPY and not a dump: any server from 15 on reads it, older or newer than the one that wrote it,
and needs no program beside ours. The tables' definitions are the migrations named in the manifest.
"""

from __future__ import annotations

import gzip
import json
import os
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from gozinto.deployment import content, database
from gozinto.deployment.content import Content, Table
from gozinto.deployment.homes import Home
from gozinto.deployment.locations import Address
from gozinto.errors import Malformed, StorageFull, Unavailable

FORMAT = 1
MANIFEST = "manifest.json"
LAST = "last_backup.json"
ATTACHMENTS = "attachments"
"""Where the contents of attached files lie, in a home and in a backup."""

Progress = Callable[[str], None]


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """What a backup holds. It is written last: a directory without one is no backup."""

    format: int
    gozinto: str
    server: str
    database: str
    is_demo: bool
    made_at: str
    migrations: list[list[str]]
    sequences: dict[str, list[Any]]
    tables: dict[str, dict[str, Any]]
    record_hash: str
    content_hash: str

    def contents(self) -> dict[str, Content]:
        """What each table must contain after a restore."""
        return {
            name: Content(rows=kept["rows"], digest=kept["digest"])
            for name, kept in self.tables.items()
        }


def file_of(directory: Path, table: str) -> Path:
    """The file that holds a table's rows."""
    return directory / f"{table}.copy.gz"


def read_manifest(directory: Path) -> Manifest:
    """The manifest of a backup. Raises Malformed when there is none, or part of it is missing."""
    try:
        manifest = Manifest(**json.loads((directory / MANIFEST).read_text()))
    except FileNotFoundError as problem:
        raise Malformed(
            f"{directory} is no finished backup: it has no {MANIFEST}.",
            next_step="Name a directory that `gozinto backup` wrote to its end.",
        ) from problem
    except (ValueError, TypeError) as problem:
        raise Malformed(
            f"{directory / MANIFEST} cannot be read: {problem}.",
            next_step="Take another backup; this one is damaged or of a newer version.",
        ) from problem
    missing = [name for name in manifest.tables if not file_of(directory, name).exists()]
    if manifest.format != FORMAT or missing:
        what = f"format {manifest.format}" if not missing else f"{missing[0]} is missing"
        raise Malformed(
            f"{directory} cannot be restored: {what}.",
            next_step="Take another backup, or the version of gozinto that wrote this one.",
        )
    return manifest


def write(
    application: Address, directory: Path, *, home: Home, is_demo: bool, passed: Progress
) -> Manifest:
    """Writes all of one moment of a database into a new directory, while others go on working.

    Reads as the application. Raises Unavailable when the directory is not empty or cannot be
    written, StorageFull when the disk is.
    """
    try:
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        if any(directory.iterdir()):
            raise Unavailable(
                f"{directory} is not empty.", next_step="Name a directory that is not there yet."
            )
        with database.connected(application) as connection:
            manifest = _written(connection, directory, is_demo=is_demo, passed=passed)
            # After the tables: a content that they name is there, and none ever goes.
            passed("attached files")
            _copy_files(connection, home.path / ATTACHMENTS, to=directory / ATTACHMENTS)
        _durably(directory / MANIFEST, json.dumps(asdict(manifest), indent=1).encode())
        _durably(
            home.path / LAST,
            json.dumps({"at": manifest.made_at, "directory": str(directory)}).encode(),
        )
    except OSError as problem:
        kind = StorageFull if problem.errno == 28 else Unavailable
        raise kind(
            f"The backup to {directory} failed: {problem.strerror}.",
            next_step="Make room or choose another place; what was written so far is no backup.",
        ) from problem
    return manifest


def _written(
    connection: psycopg.Connection, directory: Path, *, is_demo: bool, passed: Progress
) -> Manifest:
    content.begin(connection)
    kept: dict[str, dict[str, Any]] = {}
    contents: dict[str, Content] = {}
    every = content.tables()
    for table in every:
        passed(table.name)
        _copy_out(connection, table, to=file_of(directory, table.name))
        found = content.measure(connection, table.name, columns=table.columns)
        contents[table.name] = found
        kept[table.name] = {
            "columns": list(table.columns),
            "rows": found.rows,
            "digest": found.digest,
            "is_record": table.is_record,
        }
    record = {t.name: contents[t.name] for t in every if t.is_record}
    migrations = connection.execute(
        "SELECT app, name FROM django_migrations ORDER BY app, name"
    ).fetchall()
    return Manifest(
        format=FORMAT,
        gozinto=version("gozinto"),
        server=connection.info.parameter_status("server_version") or "",
        database=connection.info.dbname,
        is_demo=is_demo,
        made_at=datetime.now(UTC).isoformat(),
        migrations=[list(row) for row in migrations],
        sequences=_sequences(connection),
        tables=kept,
        record_hash=content.combined(record),
        content_hash=content.combined(contents),
    )


def _copy_out(connection: psycopg.Connection, table: Table, *, to: Path) -> None:
    statement = sql.SQL("COPY {} ({}) TO STDOUT").format(
        sql.Identifier(table.name), sql.SQL(", ").join(map(sql.Identifier, table.columns))
    )
    with to.open("wb") as file:
        with (
            gzip.GzipFile(fileobj=file, mode="wb", compresslevel=1, mtime=0) as packed,
            connection.cursor().copy(statement) as rows,
        ):
            for part in rows:
                packed.write(part)
        file.flush()
        os.fsync(file.fileno())


def _copy_files(connection: psycopg.Connection, kept: Path, *, to: Path) -> None:
    """Every content that the tables name. Raises Unavailable where one is damaged."""
    # Not at the head: commands read it before Django is set up.
    from gozinto.record.attachments import store

    for (sha256,) in connection.execute("SELECT DISTINCT sha256 FROM gozinto_attachment"):
        with store.opened(sha256, under=kept) as content:
            store.keep(content, under=to)


def _sequences(connection: psycopg.Connection) -> dict[str, list[Any]]:
    names = connection.execute(
        "SELECT sequencename FROM pg_sequences WHERE schemaname = 'public' ORDER BY 1"
    ).fetchall()
    found: dict[str, list[Any]] = {}
    for (name,) in names:
        row = connection.execute(
            sql.SQL("SELECT last_value, is_called FROM {}").format(sql.Identifier(name))
        ).fetchone()
        if row:
            found[name] = list(row)
    return found


def _durably(path: Path, data: bytes) -> None:
    draft = path.with_name(f".{path.name}.new")
    with draft.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    holder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(holder)
    finally:
        os.close(holder)
