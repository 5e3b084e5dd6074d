"""What is known of the plant is never older than what is committed, however it was written."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from random import Random

import psycopg
import pytest
from django.apps import apps
from django.db import ProgrammingError, connection, connections, transaction
from django.test.utils import CaptureQueriesContext

from gozinto.deployment.database import Roles
from gozinto.plant import known
from gozinto.plant.changing import Given, apply
from gozinto.plant.models import Equipment, Material, PlantVersion
from gozinto.record.copying import copy


class Undone(Exception):
    """What a writer raises to have its transaction rolled back."""


def add(code: str, name: str = "Halobutyl") -> None:
    Material.objects.create(code=code, name=name, kind="raw", uom="KGM")


def names() -> dict[str, str]:
    """What is known here and now: the materials' names."""
    return {code: one.name for code, one in known.now().materials.items()}


def _by_sql(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def _by_copy() -> None:
    columns = ("code", "name", "kind", "uom", "tracking", "state")
    copy(Material, columns=columns, rows=[("HB", "Other", "raw", "KGM", "lot", "active")])


def _by_import() -> None:
    apply([Given(kind="materials", values={"code": "HB", "name": "Other"})], by="P-1", why="Tidy.")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "write",
    [
        lambda: Material.objects.filter(code="HB").update(name="Other"),
        lambda: Material.objects.update_or_create(code="HB", defaults={"name": "Other"}),
        lambda: _by_sql("UPDATE gozinto_material SET name = 'Other' WHERE code = 'HB'"),
        _by_import,
    ],
)
def test_every_way_to_change_a_row_is_noticed(write: Callable[[], object]) -> None:
    add("HB")
    assert names() == {"HB": "Halobutyl"}
    write()
    assert names() == {"HB": "Other"}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "write",
    [
        lambda: add("HB", "Other"),
        lambda: Material.objects.bulk_create([Material(code="HB", name="Other", kind="raw")]),
        _by_copy,
    ],
)
def test_every_way_to_add_a_row_is_noticed(write: Callable[[], object]) -> None:
    assert names() == {}
    write()
    assert names() == {"HB": "Other"}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "write",
    [
        lambda: Material.objects.get(code="HB").delete(),
        lambda: _by_sql("DELETE FROM gozinto_material"),
    ],
)
def test_every_way_to_remove_a_row_is_noticed(write: Callable[[], object]) -> None:
    add("HB")
    assert names()
    write()
    assert names() == {}


@pytest.mark.django_db
def test_no_table_of_master_data_is_forgotten() -> None:
    described = {
        model._meta.db_table
        for model in apps.get_app_config("gozinto").get_models()
        if model.__module__.startswith("gozinto.plant") and _declared(model) == "master"
    }
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text, tgtype FROM pg_trigger WHERE tgname = 'plant_changed'"
        )
        watched = dict(cursor.fetchall())
    assert described == set(watched)  # a new table: SELECT gozinto_watch('its_table')
    # pg_trigger.h: for each statement, before; insert 4, delete 8, update 16, truncate 32.
    assert set(watched.values()) == {2 | 4 | 8 | 16 | 32}
    assert described <= set(PlantVersion.objects.values_list("table_name", flat=True))


def _declared(model: type) -> str:
    return str(getattr(model, "declared_as", ""))


@pytest.mark.django_db
def test_what_nobody_changed_is_asked_for_by_one_small_query() -> None:
    add("HB")
    names()
    with CaptureQueriesContext(connection) as queries:
        names()
    (only,) = queries.captured_queries
    assert "gozinto_plantversion" in only["sql"]


@pytest.mark.django_db
def test_only_what_changed_is_read_again() -> None:
    add("HB")
    names()
    Equipment.objects.create(code="MIX-1", name="Mixer", level="work_unit")
    with CaptureQueriesContext(connection) as queries:
        names()
    assert len(queries) == 1
    assert "MIX-1" in known.now().equipment


@pytest.mark.django_db
def test_within_a_load_the_plant_is_what_it_was_as_the_load_began() -> None:
    add("HB")
    with known.kept():
        assert names() == {"HB": "Halobutyl"}
        with known.kept(), CaptureQueriesContext(connection) as queries:
            add("ZN")
            assert names() == {"HB": "Halobutyl"}
        assert not [one for one in queries.captured_queries if "SELECT" in one["sql"][:6]]
        assert set(known.fresh().materials) == {"HB", "ZN"}
    assert set(names()) == {"HB", "ZN"}


@pytest.mark.django_db
def test_what_a_savepoint_took_back_is_not_remembered() -> None:
    add("HB")
    names()
    with suppress(Undone), transaction.atomic():
        add("GHOST")
        assert "GHOST" in names()
        raise Undone
    assert set(names()) == {"HB"}


@pytest.mark.django_db
def test_what_was_looked_up_late_in_a_transaction_that_failed_is_not_remembered() -> None:
    add("HB")
    early = known.now()  # knows the versions from before, and has read nothing yet
    with suppress(Undone), transaction.atomic():
        add("GHOST")
        assert "GHOST" in early.materials
        raise Undone
    assert set(names()) == {"HB"}


@pytest.mark.django_db
def test_the_application_may_not_say_in_which_state_the_tables_are() -> None:
    add("HB")
    for statement in (
        "UPDATE gozinto_plantversion SET version = gen_random_uuid()",
        "DELETE FROM gozinto_plantversion",
        "INSERT INTO gozinto_plantversion VALUES ('x', gen_random_uuid())",
        "TRUNCATE gozinto_plantversion",
        "SELECT gozinto_watch('gozinto_event')",
        "ALTER TABLE gozinto_material DISABLE TRIGGER plant_changed",
    ):
        refusal = r"permission denied|must be (owner|superuser)"
        with pytest.raises(ProgrammingError, match=refusal), transaction.atomic():
            _by_sql(statement)


@pytest.fixture
def elsewhere(committed_db: Roles) -> Iterator[psycopg.Connection]:
    """The application once more, through a connection of its own."""
    add("HB")
    with closing(psycopg.connect(**committed_db.application.psycopg())) as other:
        yield other


def test_another_connections_change_is_known_once_it_is_committed(
    elsewhere: psycopg.Connection,
) -> None:
    names()
    elsewhere.execute("UPDATE gozinto_material SET name = 'Other'")
    assert names() == {"HB": "Halobutyl"}
    elsewhere.commit()
    assert names() == {"HB": "Other"}


def test_a_version_that_was_rolled_back_never_comes_again(elsewhere: psycopg.Connection) -> None:
    """With numbers that count on, the second writer's state would look like the first one's."""
    with suppress(Undone), transaction.atomic():
        add("GHOST")
        assert "GHOST" in names()
        raise Undone
    elsewhere.execute("UPDATE gozinto_material SET name = 'Other'")
    elsewhere.commit()
    assert names() == {"HB": "Other"}


def test_after_the_tables_were_emptied_nothing_old_is_known(committed_db: Roles) -> None:
    add("HB")
    names()
    with closing(psycopg.connect(**committed_db.owner.psycopg(), autocommit=True)) as owner:
        owner.execute("TRUNCATE gozinto_material, gozinto_plantversion CASCADE")
    assert names() == {}
    add("ZN")
    assert set(names()) == {"ZN"}


WRITERS, READERS, ROUNDS = 3, 3, 25


def test_no_reader_meets_a_state_older_than_one_that_was_acknowledged(committed_db: Roles) -> None:
    """Writers count a number up, some of them in vain; a reader never finds less than was told."""
    add("COUNT", "0")
    acknowledged, found = [0], list[int]()
    start = threading.Barrier(WRITERS + READERS)

    def write(number: int) -> None:
        chance = Random(number)
        for _ in range(ROUNDS):
            with suppress(Undone), transaction.atomic():
                row = Material.objects.select_for_update().get(code="COUNT")
                row.name = str(int(row.name) + 1)
                row.save()
                assert names()["COUNT"] == row.name
                if chance.random() < 0.4:
                    raise Undone
            acknowledged[0] = max(acknowledged[0], int(Material.objects.get(code="COUNT").name))

    def read(number: int) -> None:
        for _ in range(ROUNDS * 4):
            floor = acknowledged[0]
            found.append(int(names()["COUNT"]))
            assert found[-1] >= floor

    def run(call: Callable[[int], None], number: int) -> None:
        try:
            start.wait(timeout=20)
            call(number)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(WRITERS + READERS) as pool:
        jobs = [pool.submit(run, write, n) for n in range(WRITERS)]
        jobs += [pool.submit(run, read, n) for n in range(READERS)]
        for job in jobs:
            job.result()
    assert len(found) == READERS * ROUNDS * 4
    assert int(names()["COUNT"]) == acknowledged[0] > 0
