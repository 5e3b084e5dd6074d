"""Who works in the tyre plant: posts, crews, and who stands where on which day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from gozinto.demo.tyre import calendar

# fmt: off
_FIRST = (
    "Ayşe", "Mehmet", "Fatma", "Mustafa", "Zeynep", "Ahmet", "Elif", "Ali", "Emine", "Hüseyin",
    "Hatice", "Hasan", "Merve", "İbrahim", "Esra", "Murat", "Büşra", "Ömer", "Derya", "Yusuf",
    "Selin", "Kemal", "Gül", "Osman", "Deniz", "Serkan", "Pınar", "Burak",
)
_LAST = (
    "Yılmaz", "Kaya", "Demir", "Şahin", "Çelik", "Yıldız", "Aydın", "Öztürk", "Arslan", "Doğan",
    "Kılıç", "Aslan", "Çetin", "Kara", "Koç", "Kurt", "Özkan", "Şimşek", "Polat", "Erdoğdu",
    "Korkmaz", "Acar", "Güneş", "Tekin", "Bulut", "Yavuz", "Turan",
)
# fmt: on

POSTS = (
    "lab", "warehouse", "inspector", "packer", "master mixer", "final mixer", "EXT-1", "EXT-2",
    "CAL-1", "CAL-2", "CUT-1", "CUT-2", "LIN-1", "BEAD-1",
)  # fmt: skip
_SKILLS = {"builder": "BUILD", "press": "CURE"}


@dataclass(frozen=True, slots=True)
class Worker:
    """Somebody of whom there is one at each machine of a kind, in each crew."""

    code: str
    name: str
    crew: int
    skill: str


class People:
    """Opaque codes of everybody in a plant with so many building machines and presses.

    `fixed_crew`: the crew whose first press operator always stands at press 42, a decoy.
    """

    def __init__(self, *, builders: int, presses: int, fixed_crew: int) -> None:
        self._presses = presses
        self._fixed_crew = fixed_crew
        posts = [
            *((post, 0) for post in POSTS),
            *(("builder", n) for n in range(builders)),
            *(("press", n) for n in range(presses)),
        ]
        self._codes = {
            (crew, post, n): f"P-{crew}{number:03d}"
            for crew in range(1, calendar.CREWS + 1)
            for number, (post, n) in enumerate(posts, 1)
        }

    def at_machines(self) -> Iterator[Worker]:
        """The builders and press operators; who has another post stands in the plant's files."""
        for number, ((crew, post, _), code) in enumerate(self._codes.items()):
            if post in _SKILLS:
                name = f"{_FIRST[number % len(_FIRST)]} {_LAST[number * 7 % len(_LAST)]}"
                yield Worker(code, name, crew, _SKILLS[post])

    def at(self, time: datetime, post: str, number: int = 0) -> str:
        """Who has a post at a time."""
        day, shift = calendar.shift_of(time)
        crew = calendar.crew(day, shift)
        if post == "press":
            number = self._press_operator(day, crew, number)
        return self._codes[crew, post, number]

    def fixed_operator(self) -> str:
        """The operator who always stands at press 42."""
        return self._codes[self._fixed_crew, "press", 0]

    def _press_operator(self, day: date, crew: int, press: int) -> int:
        """Operators go round the presses day by day, but for the one who never leaves press 42."""
        turn = day.toordinal()
        if crew != self._fixed_crew:
            return (press + turn) % self._presses
        return 0 if press == 0 else 1 + (press - 1 + turn) % (self._presses - 1)
