"""A restore: into a database beside the live one, compared by content, then put in its place."""

from __future__ import annotations

import gzip
import zlib
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import psycopg
from django.apps import apps
from django.db import connection as django_connection
from django.db.migrations.executor import MigrationExecutor
from psycopg import sql

from gozinto.deployment import backup, content, database, migrating
from gozinto.deployment.backup import Manifest, Progress
from gozinto.deployment.content import Content
from gozinto.deployment.database import MAINTENANCE, Roles
from gozinto.deployment.homes import Home
from gozinto.deployment.locations import Address
from gozinto.errors import Malformed, Refused, Unavailable, Violation
from gozinto.record.attachments import store

CHUNK_BYTES = 1 << 16


@dataclass(frozen=True, kw_only=True)
class Restored:
    """What a restore did. `kept_as`: the name of the database that stood there before, if any."""

    database: str
    rows: int
    record_hash: str
    kept_as: str


def restore(
    directory: Path,
    *,
    onto: Address,
    application: Address,
    home: Home,
    force: bool,
    passed: Progress,
) -> Restored:
    """Puts a backup in the place of the database `onto` (as its owner), or changes nothing.

    `application` is the role that will run on it. Django must be set up.
    Raises Malformed when the backup is damaged, Refused when `onto` has content and `force` is
    off, Unavailable when somebody is connected to it.
    """
    manifest = backup.read_manifest(directory)
    standing = database.exists(onto)
    filled = standing and holds_something(onto)
    if filled and not force:
        raise Refused(
            [
                Violation(
                    code="not_empty",
                    message=f"The database {onto.name} is not empty.",
                    next_step="Restore into another GOZINTO_HOME; or --force, which keeps "
                    "what is there under another name.",
                )
            ]
        )
    beside = onto.of(f"{onto.name}_restoring")
    database.drop(beside)
    roles = database.prepared(beside, home=home, application=application.of(beside.name))
    try:
        rows = _filled(roles, directory, manifest=manifest, passed=passed)
        passed("attached files")
        _keep_files(roles, directory / backup.ATTACHMENTS, to=home.path / backup.ATTACHMENTS)
        kept_as = _swapped(onto, beside=beside, standing=standing, keep=filled)
    except BaseException:
        django_connection.close()
        database.drop(beside)
        raise
    return Restored(
        database=onto.name, rows=rows, record_hash=manifest.record_hash, kept_as=kept_as
    )


def holds_something(owner: Address) -> bool:
    """Whether a table of ours has a row. What migrating and a first start make does not count:
    versions of empty tables, accounts and their keys."""
    names = [
        model._meta.db_table
        for model in apps.get_app_config("gozinto").get_models()
        if not model.__module__.startswith("gozinto.access")
        and database.declared(model) != "version"
    ]
    with database.connected(owner) as connection:
        for name in names:
            there = connection.execute("SELECT to_regclass(%s)", [f'public."{name}"']).fetchone()
            if there is None or there[0] is None:
                continue
            some = connection.execute(
                sql.SQL("SELECT 1 FROM {} LIMIT 1").format(sql.Identifier(name))
            ).fetchone()
            if some:
                return True
    return False


def _filled(roles: Roles, directory: Path, *, manifest: Manifest, passed: Progress) -> int:
    migrating.use(roles.owner)
    _migrate_to(manifest)
    django_connection.close()
    with database.connected(roles.owner) as connection:
        content.begin(connection)
        names = sql.SQL(", ").join(map(sql.Identifier, manifest.tables))
        # Migrating fills some tables by itself; the backup has those rows too.
        connection.execute(sql.SQL("TRUNCATE {} CASCADE").format(names))
        for name, kept in manifest.tables.items():
            passed(name)
            _copy_in(connection, name, columns=kept["columns"], directory=directory)
        connection.execute("SET CONSTRAINTS ALL IMMEDIATE")
        _compare(connection, manifest)
        for name, (last, called) in manifest.sequences.items():
            connection.execute(
                "SELECT setval(%s::regclass, %s, %s)", [f'public."{name}"', last, called]
            )
    migrating.migrate(roles)
    return sum(kept["rows"] for kept in manifest.tables.values())


def _keep_files(roles: Roles, kept: Path, *, to: Path) -> None:
    """Every content that the tables name, from the backup into the home."""
    with database.connected(roles.owner) as connection:
        named = connection.execute("SELECT DISTINCT sha256 FROM gozinto_attachment").fetchall()
    try:
        for (sha256,) in named:
            with store.opened(sha256, under=kept) as content:
                store.keep(content, under=to)
    except Unavailable as problem:
        raise Malformed(
            f"A file of the backup is damaged: {problem.message}",
            next_step="Take another backup; nothing was changed.",
        ) from problem


def _migrate_to(manifest: Manifest) -> None:
    executor = MigrationExecutor(django_connection)
    had = {(app, name) for app, name in manifest.migrations}
    newer = sorted(had - set(executor.loader.graph.nodes))
    if newer:
        raise Malformed(
            f"The backup is of gozinto {manifest.gozinto} and knows {newer[0][0]}.{newer[0][1]}, "
            "which this version does not.",
            next_step=f"Install gozinto {manifest.gozinto} or newer.",
        )
    graph = executor.loader.graph
    last = [
        n
        for n in had
        if not any(c.key[0] == n[0] and c.key in had for c in graph.node_map[n].children)
    ]
    executor.migrate(sorted(last))


def _copy_in(
    connection: psycopg.Connection, name: str, *, columns: list[str], directory: Path
) -> None:
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(name), sql.SQL(", ").join(map(sql.Identifier, columns))
    )
    file = backup.file_of(directory, name)
    try:
        with gzip.open(file) as packed, connection.cursor().copy(statement) as rows:
            while part := packed.read(CHUNK_BYTES):
                rows.write(part)
    except (EOFError, zlib.error, gzip.BadGzipFile, psycopg.DataError) as problem:
        raise Malformed(
            f"{file} is damaged: {str(problem).splitlines()[0]}.",
            next_step="Take another backup; nothing was changed.",
        ) from problem


def _compare(connection: psycopg.Connection, manifest: Manifest) -> None:
    differing = []
    found: dict[str, Content] = {}
    for name, kept in manifest.tables.items():
        found[name] = content.measure(connection, name, columns=kept["columns"])
        if found[name] != manifest.contents()[name]:
            differing.append(name)
    record = {n: found[n] for n, kept in manifest.tables.items() if kept["is_record"]}
    if differing or content.combined(record) != manifest.record_hash:
        raise Malformed(
            "The backup does not contain what its manifest says: "
            f"{', '.join(differing) or 'its record'} differ.",
            next_step="Take another backup; nothing was changed.",
        )


def _swapped(onto: Address, *, beside: Address, standing: bool, keep: bool) -> str:
    django_connection.close()
    former = f"{onto.name}_until_{datetime.now(UTC):%Y%m%d_%H%M%S}"
    with database.connected(onto.of(MAINTENANCE), autocommit=True) as connection:
        try:
            with connection.transaction():
                if standing:
                    _rename(connection, onto.name, to=former)
                _rename(connection, beside.name, to=onto.name)
        except psycopg.errors.ObjectInUse as problem:
            raise Unavailable(
                f"Somebody is connected to {onto.name}.",
                next_step="Stop `gozinto up` and whatever else uses it, then restore again.",
            ) from problem
        if standing and not keep:
            connection.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(former)))
    return former if standing and keep else ""


def _rename(connection: psycopg.Connection, name: str, *, to: str) -> None:
    connection.execute(
        sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(name), sql.Identifier(to))
    )
