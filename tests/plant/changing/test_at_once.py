"""Two people change master data at the same time, through connections of their own."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection

from gozinto.deployment.database import Roles
from gozinto.errors import GozintoError, Outdated, Refused
from gozinto.plant import changing

from .works import SMALL, one, send


def _both(first: Callable[[], object], second: Callable[[], object]) -> list[object]:
    """What two calls answered, or raised, that began together."""
    ready = Barrier(2)

    def run(call: Callable[[], object]) -> object:
        try:
            ready.wait(timeout=20)
            return call()
        except GozintoError as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(run, (first, second)))


def test_two_changes_that_only_together_make_a_circle(committed_db: Roles) -> None:
    send(SMALL)
    for code in ("X", "Y"):
        one("materials", {"code": code, "name": code, "kind": "raw", "uom": "KGM"})

    def contain(outer: str, inner: str) -> object:
        row = {"material": outer, "slot": "s", "component": inner, "quantity": "1", "uom": "KGM"}
        return one("bill-lines", row)

    answers = _both(lambda: contain("X", "Y"), lambda: contain("Y", "X"))
    (refused,) = [answer for answer in answers if isinstance(answer, Refused)]
    assert refused.violations[0].code == "cycle"
    assert len([answer for answer in answers if isinstance(answer, changing.Outcome)]) == 1


def test_of_two_who_read_the_same_row_one_changes_it(committed_db: Roles) -> None:
    send(SMALL)
    tag = changing.etag("materials", changing.get("materials", "TYRE"))

    def rename(name: str) -> object:
        return one("materials", {"code": "TYRE", "name": name}, expected={"TYRE": tag})

    answers = _both(lambda: rename("Reifen"), lambda: rename("Lastik"))
    assert len([answer for answer in answers if isinstance(answer, Outdated)]) == 1
    assert len(changing.history("materials", "TYRE")) == 2


def test_two_who_create_the_same_row_make_one(committed_db: Roles) -> None:
    send(SMALL)
    row = {"code": "OIL", "name": "Oil", "kind": "raw"}
    answers = _both(lambda: one("materials", row), lambda: one("materials", row))
    done = [answer for answer in answers if isinstance(answer, changing.Outcome)]
    assert sorted((d.created, d.unchanged) for d in done) == [(0, 1), (1, 0)]
