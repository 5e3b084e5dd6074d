"""Only the record writes the record: every model declares itself, and nobody else writes."""

from __future__ import annotations

from typing import get_args

import pytest
from django.apps import apps

from gozinto.plant.models import Declared

from .source import SOURCE, Module, modules
from .writes import Guarded, guarded, writes

DOOR = "src/gozinto/record/"
REGISTERS = (
    *("src/gozinto/plant/numbering/", "src/gozinto/labels/jobs/", "src/gozinto/access/"),
    *("src/gozinto/operations/panels/", "src/gozinto/cases/"),
)

GUARD = Guarded(frozenset({"Event", "Alias", "ObjectState"}), frozenset({"aliases", "event_set"}))
IMPORTED = "from gozinto.record.models import Event\n"


def undeclared(found: list[type]) -> list[str]:
    """Models that do not say in their own body what they are."""
    allowed = get_args(Declared)
    return [m.__name__ for m in found if m.__dict__.get("declared_as") not in allowed]


def test_every_model_declares_what_it_is() -> None:
    assert undeclared(list(apps.get_app_config("gozinto").get_models())) == []


def test_a_model_that_does_not_declare_itself_is_found() -> None:
    parent = type("Parent", (), {"declared_as": "master"})
    assert undeclared([parent, type("Heir", (parent,), {}), type("Odd", (), {"declared_as": "x"})])
    assert undeclared([parent]) == []


def test_the_guard_knows_the_models_of_record_and_projection() -> None:
    guard = guarded(modules(SOURCE))
    expected = {
        model.__name__
        for model in apps.get_app_config("gozinto").get_models()
        if getattr(model, "declared_as", "") in ("record", "projection")
    }
    assert guard.models == expected
    assert "aliases" in guard.related


def test_nobody_but_the_record_writes_it() -> None:
    found = modules(SOURCE)
    guard = guarded(found)
    outside = [module for module in found if not module.path.startswith(DOOR)]
    assert [write for module in outside for write in writes(module, guard)] == []


def test_the_record_itself_is_seen_to_write() -> None:
    found = modules(SOURCE)
    guard = guarded(found)
    inside = [module for module in found if module.path.startswith(DOOR)]
    assert [write for module in inside for write in writes(module, guard)]


def test_a_register_and_its_counter_are_written_in_their_own_room_alone() -> None:
    found = modules(SOURCE)
    guard = guarded(found, declared=("register", "counter"))
    assert {"IssuedNumber", "SequenceBlock", "PrintedLabel"} <= guard.models
    inside = [module for module in found if module.path.startswith(REGISTERS)]
    assert [write for module in inside for write in writes(module, guard)]
    # The record may copy rows into a table that is handed to it, which are its own.
    outside = [m for m in found if not m.path.startswith((*REGISTERS, DOOR))]
    assert [write for module in outside for write in writes(module, guard)] == []


@pytest.mark.parametrize(
    "text",
    [
        IMPORTED + "Event.objects.create(type='x')",
        IMPORTED + "Event.objects.filter(a=1).exclude(b=2).update(type='x')",
        IMPORTED + "Event.objects.using('x').all().delete()",
        IMPORTED + "Event.objects.bulk_create([])",
        IMPORTED + "async def f():\n    await Event.objects.acreate()",
        IMPORTED + "event = Event.objects.get(position=1)\nevent.delete()",
        IMPORTED + "for row in Event.objects.all():\n    row.save()",
        IMPORTED + "rows = Event.objects.all()\nfor row in rows:\n    row.save()",
        IMPORTED + "if (row := Event.objects.first()):\n    row.save()",
        IMPORTED + "x = Event()",
        "from gozinto.record.models import Event as E\nE.objects.create()",
        "from gozinto.record import models\nmodels.Event.objects.create()",
        "import gozinto.record.models\ngozinto.record.models.Event.objects.create()",
        "from django.apps import apps\napps.get_model('gozinto', 'Event').objects.create()",
        "from gozinto.record.copying import copy\ncopy(found, (), [])",
        "thing.aliases.create(text='x')",
        "thing.aliases.all().delete()",
        "cursor.execute('UPDATE gozinto_event SET type = %s')",
        "cursor.execute('insert  into \"gozinto_objectstate\" values (1)')",
        "cursor.execute(f'delete from {schema}.gozinto_event')\n"
        "cursor.execute('TRUNCATE TABLE gozinto_alias')",
    ],
)
def test_a_planted_write_is_found(text: str) -> None:
    assert writes(Module("src/gozinto/operations/planted.py", text), GUARD)


@pytest.mark.parametrize(
    "text",
    [
        IMPORTED + "found = Event.objects.filter(a=1).values_list('b')",
        IMPORTED + "names: dict = {}\nnames.update({'a': 1})",
        "from gozinto.standards.epcis.events import Event\nx = Event()",
        "from gozinto.plant.models import Material\nMaterial.objects.create(code='x')",
        "cursor.execute('SELECT * FROM gozinto_event FOR UPDATE')",
        "thing.aliases.filter(text='x').exists()",
    ],
)
def test_reading_and_writing_of_other_things_pass(text: str) -> None:
    assert writes(Module("src/gozinto/operations/planted.py", text), GUARD) == []
