"""Who is about an index, each a process of its own: writers, readers, and the one who builds it."""

from __future__ import annotations

import json
import random
import secrets
import signal
import time
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import FrameType
from unittest.mock import patch

import psycopg
from django.db import DatabaseError

from gozinto import record
from gozinto.deployment.attach import Attachment
from gozinto.plant import objects
from gozinto.plant.models import TraceableObject
from gozinto.standards.epcis.events import Event
from gozinto.standards.epcis.gozinto import Slot
from gozinto.trace.index import building, changes, exporting, keeping
from gozinto.trace.index.living import Living
from tests import plants
from tests.faults.notes import Notebook, Notes, Seen
from tests.faults.writer import come_back
from tests.index_oracle import Both, ask_both
from tests.plants import lot, run, some, transformed, unit

FEW = 40
"""New events after which a generation is due: hundreds of generations in minutes."""

LOOK_S = 0.1
SHIFT_S = 5
"""How long a lot is in use: so that an answer does not hold the whole plant."""


@dataclass
class Post:
    """Where one process works, and whether it was asked to end."""

    here: Attachment
    folder: Path
    name: str
    ended: bool = False

    def end_at_sigterm(self) -> None:
        """SIGTERM asks for an end; kill -9 does not ask."""

        def end(_number: int, _frame: FrameType | None) -> None:
            self.ended = True

        signal.signal(signal.SIGTERM, end)

    @property
    def index(self) -> Path:
        """The folder of the generations."""
        return self.folder / "index"

    def insisting(self, work: Callable[[], None]) -> None:
        """Does it, again and again where the server was killed meanwhile."""
        while not self.ended:
            try:
                work()
            except (DatabaseError, psycopg.Error):
                come_back(self.here)
            else:
                return


@dataclass
class Writer:
    """Tells of a plant in which everything shares a few lots, and nothing stays as it was told."""

    post: Post
    notebook: Notebook
    chance: random.Random = field(default_factory=random.Random)
    own: list[tuple[int, str]] = field(default_factory=list)
    plain: list[Event] = field(default_factory=list)

    @property
    def shift(self) -> int:
        """Lots and machines are those of a shift."""
        return int(time.time() / SHIFT_S)

    def work(self) -> None:
        """One story, told to its end."""
        stories = (
            self.made_of_lots,
            self.made_of_lots,
            self.made_of_a_unit,
            self.made_on_a_line,
            self.mounted,
            self.said_to_be_of_a_lot,
            self.made_of_what_was_in_a_box,
            self.taken_back,
        )
        self.chance.choice(stories)()

    def made_of_lots(self) -> None:
        made, inputs = self.new_unit(), self.raw(2)
        event = transformed(
            _now(), inputs=[some(one, 1) for one in inputs], units_out=[made], id=_name()
        )
        self.tell(event, of=inputs, made=[made])
        self.plain.append(event)

    def made_of_a_unit(self) -> None:
        before = [one for shift, one in self.own if shift == self.shift]
        if not before:
            self.made_of_lots()
            return
        taken, made = self.chance.choice(before), self.new_unit()
        self.tell(transformed(_now(), units_in=[taken], units_out=[made]), of=[taken], made=[made])

    def made_on_a_line(self) -> None:
        (raw,), made = self.raw(1), self.new_unit()
        event = transformed(
            _now(),
            run_id=run(f"LINE-{self.machine()}"),
            inputs=[some(raw, 1)],
            units_out=[made],
            slots={raw: Slot(name="a")},
            equipment=self.machine(),
            flow=self.chance.choice(["continuous", "continuous", "batch"]),
        )
        self.tell(event, of=[raw], made=[made])

    def mounted(self) -> None:
        tool = unit("TOOL", f"{self.shift}-{self.chance.randrange(3)}")
        is_on = self.chance.random() < 0.7
        self.tell(plants.mounted(tool, _now(), equipment=self.machine(), slot="s", on=is_on))

    def said_to_be_of_a_lot(self) -> None:
        (raw,), made = self.raw(1), self.new_unit()
        of = lot("PARTS", secrets.token_hex(8))
        put_out = transformed(
            _now(), run_id=run(of), inputs=[some(raw, 1)], outputs=[some(of, 9, "C62")]
        )
        self.tell(put_out, of=[raw], made=[of])
        self.tell(plants.commissioned(made, _now(), of=of), of=[raw], made=[made])

    def made_of_what_was_in_a_box(self) -> None:
        inner, made = self.new_unit(), self.new_unit()
        box = plants.pallet(secrets.randbelow(10**16))
        (raw,) = self.raw(1)
        self.tell(
            transformed(_now(), inputs=[some(raw, 1)], units_out=[inner]), of=[raw], made=[inner]
        )
        self.tell(plants.packed(box, [inner], _now()))
        self.tell(transformed(_now(), units_in=[box], units_out=[made]), of=[inner], made=[made])

    def taken_back(self) -> None:
        if not self.plain:
            self.made_of_lots()
            return
        event = self.plain.pop(self.chance.randrange(len(self.plain)))
        self.notebook.takes_back(event.event_id)
        self.tell(plants.withdrawn(event, _now()))

    def raw(self, many: int) -> list[str]:
        """Some of the lots in use, of this shift or of the last."""
        shift = self.shift - self.chance.randrange(2)
        return [lot("RAW", f"{shift}-{i}") for i in self.chance.sample(range(3), many)]

    def machine(self) -> str:
        """One of two machines."""
        return f"E{self.shift}-{self.chance.randrange(2)}"

    def new_unit(self) -> str:
        """A unit that nobody heard of."""
        made = unit("U", secrets.token_hex(8))
        self.own = [*self.own[-4:], (self.shift, made)]
        return made

    def tell(self, event: Event, *, of: Sequence[str] = (), made: Sequence[str] = ()) -> None:
        """Until it is acknowledged, always by the same name; then notes it."""
        named = event if event.event_id else replace(event, event_id=_name())

        def once() -> None:
            record.capture(named)
            self.notebook.told(named.event_id, of=of, made=made)

        self.post.insisting(once)


def _now() -> float:
    """Hours of the plant's clock: a day behind ours."""
    return (time.time() - plants.DAY.timestamp()) / 3600 - 24


def _name() -> str:
    return f"urn:uuid:{uuid.uuid4()}"


def write(post: Post) -> None:
    """A writer, until asked to end."""
    writer = Writer(post, Notebook(post.folder, post.name))
    while not post.ended:
        writer.work()


def read(post: Post) -> None:
    """A reader, until asked to end. Each answer is compared, and a line in its log."""
    living, notes = Living(post.index), Notes(post.folder)
    chance = random.Random()
    with (
        (post.folder / f"answers-{post.name}-{time.time_ns()}").open("x", buffering=1) as log,
        patch.object(exporting, "whole", wraps=exporting.whole) as laid,
    ):

        def once() -> None:
            notes.read()
            if not notes.asked:
                time.sleep(LOOK_S)  # nothing was told yet
                return
            latest = chance.random() < 0.8
            one, ahead = chance.choice(notes.asked[-20:] if latest else notes.asked)
            before = laid.call_count
            must = notes.steps(one, ahead=ahead)
            both = ask_both(living, objects.resolve(one).id, ahead=ahead)
            notes.read()
            still = set(notes.steps(one, ahead=ahead))
            line = judged(both, [step for step in must if step in still])
            log.write(json.dumps(line | {"asked": one, "laid": laid.call_count > before}) + "\n")

        while not post.ended:
            post.insisting(once)


def judged(both: Both, must: list[Seen]) -> dict[str, object]:
    """What is wrong with an answer: other than the database's, or behind what was noted."""
    wanted = TraceableObject.objects.filter(uri__in={step.far for step in must})
    ids = dict(wanted.values_list("uri", "id"))
    found = both.found
    lost = [step for step in must if ids[step.far] not in both.expected.objects]
    stale = [step for step in must if found is not None and ids[step.far] not in found.objects]
    return {
        "by_index": found is not None,
        "differs": not both.is_same,
        "stale": stale,
        "lost": lost,
    }


def read_deaf(post: Post) -> None:
    """The control: a reader that hears of nothing that came after its generation."""
    with patch.object(changes, "since", lambda before: (before, [])):
        read(post)


def build(post: Post) -> None:
    """The builder, until asked to end."""

    def wait() -> bool:
        time.sleep(LOOK_S)  # what else it would wait for, nobody tells it
        return not post.ended

    def told(folder: Path) -> int:
        number = building.build(folder)
        with (post.folder / f"built-{post.name}").open("a") as file:
            file.write(f"{number}\n")
        return number

    with patch.object(keeping, "FEW", FEW), patch.object(keeping, "build", told):
        keeping.keep(post.index, wait=wait)


ROLES: dict[str, Callable[[Post], None]] = {
    "writer": write,
    "reader": read,
    "deaf": read_deaf,
    "builder": build,
}
