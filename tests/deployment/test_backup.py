"""A backup is all of one moment; a restore gives it back or changes nothing."""

from __future__ import annotations

import gzip
import io
import json
import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connections
from psycopg import sql
from pytest_django import DjangoDbBlocker
from pytest_django.fixtures import Settings

from gozinto import record
from gozinto.access import tokens
from gozinto.deployment import backup, content, database, migrating, restore
from gozinto.deployment.backup import Manifest
from gozinto.deployment.database import Roles
from gozinto.deployment.homes import Home
from gozinto.deployment.locations import Address
from gozinto.errors import Malformed, Refused, Unavailable
from gozinto.record.attachments import attaching, store
from gozinto.record.models import Event
from tests.plants import lot, received, run, some, transformed

TWO = [
    received(some(lot("HB", "HB-1"), "12.5"), 0, supplier_lot="Çelik\t\\N \u00e9"),
    transformed(1, run_id=run("J-1"), inputs=[some(lot("HB", "HB-1"), "1.85")]),
]


@pytest.fixture
def plant(committed_db: Roles) -> Roles:
    """A plant with two events and a token."""
    record.capture_all(TWO)
    tokens.create(role="auditor")
    return committed_db


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """Where the last backup is remembered."""
    return Home(tmp_path / "home").prepared()


@pytest.fixture(scope="module")
def migrated(
    roles: Roles, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[Address]:
    """A copy of the database as migrating left it."""
    copy = roles.owner.of(f"{roles.owner.name}_migrated")
    database.drop(copy)
    with django_db_blocker.unblock():
        connections.close_all()
    with database.connected(copy.of(database.MAINTENANCE), autocommit=True) as connection:
        copy_of(connection, roles.owner.name, name=copy.name)
    yield copy
    database.drop(copy)


def copy_of(connection: psycopg.Connection, template: str, *, name: str) -> None:
    """Makes a database with the content of another."""
    connection.execute(
        sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
            sql.Identifier(name), sql.Identifier(template)
        )
    )


@pytest.fixture
def no_migrating(migrated: Address, monkeypatch: pytest.MonkeyPatch) -> None:
    """A new database has its tables already. One test restores without this."""
    monkeypatch.setattr(
        database,
        "_create_database",
        lambda connection, name: copy_of(connection, migrated.name, name=name),
    )


@pytest.fixture
def elsewhere(plant: Roles) -> Iterator[Address]:
    """The owner's address of a database that is not there yet."""
    onto = plant.owner.of(f"{plant.owner.name}_elsewhere")
    database.drop(onto)
    yield onto
    connections.close_all()
    migrating.use(plant.application)
    with psycopg.connect(**onto.of(database.MAINTENANCE).psycopg(), autocommit=True) as connection:
        names = connection.execute(
            "SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [onto.name]
        ).fetchall()
    for (name,) in names:
        database.drop(onto.of(name))


def taken(plant: Roles, directory: Path, home: Home) -> Manifest:
    """A backup of the plant."""
    return backup.write(
        plant.application, directory, home=home, is_demo=False, passed=lambda _: None
    )


def put(directory: Path, *, onto: Address, home: Home, force: bool = False) -> restore.Restored:
    """A restore onto a database."""
    return restore.restore(
        directory,
        onto=onto,
        application=database.application_role(onto, home=home),
        home=home,
        force=force,
        passed=lambda _: None,
    )


def record_of(owner: Address) -> list[Any]:
    """All events of a database."""
    with psycopg.connect(**owner.psycopg()) as connection:
        # by which transaction an event came is this server's own affair, and no part of the record
        kept = sql.SQL(", ").join(sql.Identifier(f.column) for f in Event._meta.concrete_fields)
        query = sql.SQL("SELECT {} FROM gozinto_event ORDER BY position").format(kept)
        return connection.execute(query).fetchall()


def test_a_restore_gives_back_what_was_backed_up(
    plant: Roles, tmp_path: Path, home: Home, elsewhere: Address
) -> None:
    manifest = taken(plant, tmp_path / "b", home)
    done = put(tmp_path / "b", onto=elsewhere, home=home)
    assert record_of(elsewhere) == record_of(plant.owner)
    assert len(record_of(elsewhere)) == 2
    assert done.record_hash == manifest.record_hash
    # What was restored can be lived in: rights stand, and numbers go on where they ended.
    application = database.application_role(elsewhere, home=home)
    assert database.check_safe(application) is None
    migrating.use(application)
    assert record.capture(received(some(lot("HB", "HB-2"), 1), 2)).position > 2
    with (
        pytest.raises(psycopg.errors.InsufficientPrivilege),
        psycopg.connect(**application.psycopg()) as connection,
    ):
        connection.execute("DELETE FROM gozinto_event")


def test_the_content_hash_depends_on_content_and_not_on_order(plant: Roles) -> None:
    with psycopg.connect(**plant.owner.psycopg()) as connection:
        content.begin(connection)
        columns = ["position", "document"]
        before = content.measure(connection, "gozinto_event", columns=columns)
        connection.execute("UPDATE gozinto_event SET type = type WHERE position = 1")
        moved = content.measure(connection, "gozinto_event", columns=columns)
        connection.execute("UPDATE gozinto_event SET document = document || ' '")
        changed = content.measure(connection, "gozinto_event", columns=columns)
        connection.rollback()
    assert before == moved
    assert changed.rows == before.rows
    assert changed.digest != before.digest


def spoil_rows(directory: Path) -> None:
    """Another number in a row, well-formed."""
    file = backup.file_of(directory, "gozinto_event")
    text = gzip.decompress(file.read_bytes()).replace(b"12.5", b"12.6")
    file.write_bytes(gzip.compress(text))


def spoil_bytes(directory: Path) -> None:
    """Half a file."""
    file = backup.file_of(directory, "gozinto_event")
    file.write_bytes(file.read_bytes()[:-20])


def spoil_manifest(directory: Path) -> None:
    """The manifest's own hash of the record."""
    path = directory / backup.MANIFEST
    path.write_text(json.dumps(json.loads(path.read_text()) | {"record_hash": "0" * 64}))


def lose_file(directory: Path) -> None:
    """A table is gone."""
    backup.file_of(directory, "gozinto_event").unlink()


def lose_manifest(directory: Path) -> None:
    """A backup that did not come to its end."""
    (directory / backup.MANIFEST).unlink()


def come_from_later(directory: Path) -> None:
    """A backup of a newer version."""
    path = directory / backup.MANIFEST
    manifest = json.loads(path.read_text())
    manifest["migrations"].append(["gozinto", "9999_later"])
    path.write_text(json.dumps(manifest))


@pytest.mark.usefixtures("no_migrating")
@pytest.mark.parametrize(
    "spoil",
    [spoil_rows, spoil_bytes, spoil_manifest, lose_file, lose_manifest, come_from_later],
)
def test_a_damaged_backup_is_refused_and_nothing_is_left(
    spoil: Any, plant: Roles, tmp_path: Path, home: Home, elsewhere: Address
) -> None:
    taken(plant, tmp_path / "b", home)
    spoil(tmp_path / "b")
    with pytest.raises(Malformed) as refused:
        put(tmp_path / "b", onto=elsewhere, home=home)
    assert refused.value.next_step
    assert not database.exists(elsewhere)
    assert not database.exists(elsewhere.of(f"{elsewhere.name}_restoring"))


@pytest.mark.usefixtures("no_migrating")
def test_a_plant_with_a_record_is_not_overwritten(
    plant: Roles, tmp_path: Path, home: Home, elsewhere: Address
) -> None:
    taken(plant, tmp_path / "b", home)
    put(tmp_path / "b", onto=elsewhere, home=home)
    with pytest.raises(Refused) as refused:
        put(tmp_path / "b", onto=elsewhere, home=home)
    assert "--force" in refused.value.violations[0].next_step
    done = put(tmp_path / "b", onto=elsewhere, home=home, force=True)
    assert record_of(elsewhere.of(done.kept_as)) == record_of(elsewhere)


@pytest.mark.usefixtures("no_migrating")
def test_a_restore_under_somebodys_feet_is_refused(
    plant: Roles, tmp_path: Path, home: Home, elsewhere: Address
) -> None:
    taken(plant, tmp_path / "b", home)
    put(tmp_path / "b", onto=elsewhere, home=home)
    with (
        psycopg.connect(**elsewhere.psycopg()),
        pytest.raises(Unavailable, match="Somebody is connected"),
    ):
        put(tmp_path / "b", onto=elsewhere, home=home, force=True)
    assert len(record_of(elsewhere)) == 2


def test_a_backup_does_not_write_among_other_files(
    plant: Roles, tmp_path: Path, home: Home
) -> None:
    (tmp_path / "theirs").write_text("keep")
    with pytest.raises(Unavailable, match="is not empty"):
        taken(plant, tmp_path, home)
    with suppress(FileNotFoundError):
        assert not (home.path / backup.LAST).exists()


@pytest.mark.usefixtures("no_migrating")
def test_attached_files_are_in_it_and_come_back(
    plant: Roles, tmp_path: Path, home: Home, elsewhere: Address, settings: Settings
) -> None:
    settings.GOZINTO_ATTACHMENTS_DIR = str(home.path / backup.ATTACHMENTS)
    kept = attaching.attach(
        io.BytesIO(b"%PDF-1.7\n"), name="c.pdf", to=Event.objects.earliest("position"), by="P-1"
    )
    taken(plant, tmp_path / "b", home)
    shutil.rmtree(home.path / backup.ATTACHMENTS)
    put(tmp_path / "b", onto=elsewhere, home=home)
    with store.opened(kept.sha256) as content_again:
        assert content_again.read() == b"%PDF-1.7\n"
    store.path_of(kept.sha256, under=tmp_path / "b" / backup.ATTACHMENTS).write_bytes(b"spoilt")
    with pytest.raises(Malformed, match="is damaged"):
        put(tmp_path / "b", onto=elsewhere, home=home, force=True)
