"""A shop floor written in names and clock times, for stories."""

from __future__ import annotations

from collections.abc import Iterable

from gozinto.genealogy.graph import Link, Presence, Slot
from gozinto.genealogy.memory import Memory
from gozinto.genealogy.reach import Reach, backward, forward

MINUTE = 60 * 1_000_000


def clock(text: str | None) -> int | None:
    """ "10:05" as microseconds of a day that begins at 0."""
    if text is None:
        return None
    hours, minutes = text.split(":")
    return (int(hours) * 60 + int(minutes)) * MINUTE


def slot(name: str, position: str = "") -> Slot:
    return ("build", name, position)


class Floor:
    """Names become numbers in the order of their first mention."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._lines: set[str] = set()
        self._links: list[Link] = []
        self._presences: list[Presence] = []

    def line(self, run: str) -> None:
        """This run is continuous; runs not named so are batches."""
        self._lines.add(run)

    def into(self, run: str, thing: str, at: str, *, slot: Slot | None = None) -> None:
        self._add("input", run=run, thing=thing, at=at, slot=slot)

    def out_of(
        self,
        run: str,
        thing: str,
        at: str,
        *,
        replaces: Iterable[Slot] = (),
        place: tuple[str, str] = ("", ""),
        lot: str | None = None,
    ) -> None:
        self._add(
            "output",
            run=run,
            thing=thing,
            at=at,
            replaces=frozenset(replaces),
            equipment=place[0],
            position=place[1],
            lot=None if lot is None else self.number(lot),
        )

    def mount(
        self,
        run: str,
        thing: str,
        on: str,
        off: str | None = None,
        *,
        place: tuple[str, str] = ("", ""),
        slot: Slot | None = None,
    ) -> None:
        since, until = clock(on), clock(off)
        assert since is not None
        self._presences.append(
            Presence(
                id=len(self._presences),
                object=self.number(thing),
                run=self.number(run),
                on=since,
                off=until,
                on_earliest=since,
                on_latest=since,
                off_earliest=until,
                off_latest=until,
                continuous=run in self._lines,
                slot=slot,
                equipment=place[0],
                position=place[1],
            )
        )

    def number(self, name: str) -> int:
        return self._numbers.setdefault(name, len(self._numbers))

    def contents_of(self, thing: str, *, as_of: str | None = None) -> set[str]:
        """What is in it, itself left out."""
        return self._others(thing, backward(self.source, {self.number(thing)}, until=clock(as_of)))

    def users_of(
        self, thing: str, *, since: str | None = None, as_of: str | None = None
    ) -> set[str]:
        """What it is in, itself left out."""
        origin = {self.number(thing): clock(since)}
        return self._others(thing, forward(self.source, origin, until=clock(as_of)))

    @property
    def source(self) -> Memory:
        return Memory(self._links, self._presences)

    def names_of(self, numbers: Iterable[int]) -> set[str]:
        names = {number: name for name, number in self._numbers.items()}
        return {names[number] for number in numbers}

    def _others(self, thing: str, reach: Reach) -> set[str]:
        return self.names_of(reach.objects) - {thing}

    def _add(self, role: str, *, run: str, thing: str, at: str, **rest: object) -> None:
        time = clock(at)
        self._links.append(
            Link(  # type: ignore[arg-type]
                id=len(self._links),
                object=self.number(thing),
                run=self.number(run),
                role=role,
                at=time,
                earliest=time,
                latest=time,
                continuous=run in self._lines,
                **rest,
            )
        )
