"""Runs in Tryton's own environment, never in ours: books a plant and walks its lot trace.

Started as `python driver.py DATABASE`. Reads a request a line from standard input, answers with
a line on standard output; both are JSON. All is done by Tryton's own models in Tryton's own
process, as its server would do it for a client, without the way over HTTP, without signing in
and without rules of access, all of which it is spared.
"""

from __future__ import annotations

import datetime
import json
import math
import os
import sys
import time
from decimal import Decimal

from trytond import backend
from trytond.pool import Pool
from trytond.transaction import Transaction

TRACES_AT_ONCE = 200
"""So many lines of the trace are read by one call; its own client opens them one by one."""

EPOCH = datetime.date(1970, 1, 1)
BOUGHT_ON = datetime.date(2000, 1, 1)
CHILDREN = {"forward": "upward_traces", "backward": "downward_traces"}
FIELDS = ("lot", "date", "production_input", "production_output")
PRICE = Decimal(1)


class Driver:
    """One database of Tryton's, and what all bookings in it have in common."""

    def __init__(self, database):
        self._database = database
        self._pool = Pool(database)
        self._pool.init()
        self._user, self._company = 0, None
        for step in (self._sign_in, self._company_there, self._products_there, self._remember):
            with self._transaction() as transaction:
                step()
                transaction.commit()

    def receive(self, lots, at_once):
        """Books lots that were bought, `at_once` in a transaction; answers each one's seconds."""
        return [self._timed(self._receive, part) for part in _parts(lots, at_once)]

    def produce(self, productions, at_once):
        """Books productions with all they took and made; answers each transaction's seconds."""
        return [self._timed(self._produce, part) for part in _parts(productions, at_once)]

    def count(self, lot, direction, patience_s):
        """How many lines of the trace hang on a lot. What is timed."""
        return len(self._closure(lot, direction, patience_s))

    def answer(self, lot, direction, patience_s):
        """The lots and runs that hang on a lot; of lots with the days by which they do."""
        lines = self._closure(lot, direction, patience_s)
        near, far = "production_input", "production_output"
        if direction == "backward":
            near, far = far, near
        best = min if direction == "forward" else max
        runs = sorted({self._runs[line[near]] for line in lines if line[near]})
        days = {}
        for line in lines:
            if line[far]:
                node, day = self._lots[line["lot"]], (line["date"] - EPOCH).days
                days[node] = best(days.get(node, day), day)
        days.pop(lot, None)
        return {"runs": runs, "lots": sorted(days.items())}

    def _closure(self, lot, direction, patience_s):
        """Every line of the trace that can be opened from the lines of one lot, each once.

        Asked as the client asks: the lines of the lot first, then what hangs on each. Lines that
        were seen are not opened again, without which rework would never end.
        """
        until = time.monotonic() + patience_s
        children = CHILDREN[direction]
        with self._transaction(readonly=True, timeout=math.ceil(patience_s)):
            trace = self._model("stock.lot.trace")
            frontier = [line.id for line in trace.search([("lot", "=", self._lot_ids[lot])])]
            seen, lines = set(frontier), []
            while frontier:
                found = []
                for part in _parts(frontier, TRACES_AT_ONCE):
                    if time.monotonic() > until:
                        raise TimeoutError
                    found += trace.read(part, [*FIELDS, children])
                lines += found
                ahead = {child for line in found for child in line[children]} - seen
                seen |= ahead
                frontier = sorted(ahead)
        return lines

    def _transaction(self, *, readonly=False, timeout=None):
        company = self._company
        context = {"company": company, "companies": [company]} if company else {}
        return Transaction().start(
            self._database, self._user, readonly=readonly, context=context, timeout=timeout
        )

    def _model(self, name):
        return self._pool.get(name)

    def _timed(self, book, part):
        begun = time.perf_counter()
        with self._transaction() as transaction:
            book(part)
            transaction.commit()
        return time.perf_counter() - begun

    def _receive(self, nodes):
        lots = self._new_lots(nodes, self._material)
        supplier, store = self._places["SUP"], self._places["STO"]
        move = self._model("stock.move")
        moves = move.create(
            [self._move(lot, supplier, store) | {"effective_date": BOUGHT_ON} for lot in lots]
        )
        move.do(moves)

    def _produce(self, productions):
        known = self._lot_ids
        self._new_lots(
            sorted({n for p in productions for n in p["outputs"] if n not in known}), self._article
        )
        production = self._model("production")
        booked = production.create([self._values(p) for p in productions])
        for step in (production.wait, production.assign, production.run, production.do):
            step(booked)
        for record, values in zip(booked, productions, strict=True):
            self._runs[record.id] = values["run"]

    def _values(self, production):
        store, shop = self._places["STO"], self._shop
        lots = self._model("stock.lot").browse(
            [self._lot_ids[node] for node in production["inputs"] + production["outputs"]]
        )
        taken, made = lots[: len(production["inputs"])], lots[len(production["inputs"]) :]
        return {
            "reference": str(production["run"]),
            "company": self._company,
            "warehouse": self._warehouse,
            "location": shop,
            "effective_start_date": EPOCH + datetime.timedelta(production["started"]),
            "effective_date": EPOCH + datetime.timedelta(production["ended"]),
            "inputs": [("create", [self._move(lot, store, shop) for lot in taken])],
            "outputs": [("create", [self._move(lot, shop, store) for lot in made])],
        }

    def _move(self, lot, from_location, to_location):
        priced = from_location != self._places["STO"]
        return {
            "product": lot.product.id,
            "unit": lot.product.default_uom.id,
            "lot": lot.id,
            "quantity": 1,
            "from_location": from_location,
            "to_location": to_location,
            "company": self._company,
            "unit_price": PRICE if priced else None,
            "currency": self._currency if priced else None,
        }

    def _new_lots(self, nodes, product):
        lots = self._model("stock.lot").create(
            [{"number": str(node), "product": product} for node in nodes]
        )
        for lot, node in zip(lots, nodes, strict=True):
            self._lots[lot.id], self._lot_ids[node] = node, lot.id
        return lots

    def _sign_in(self):
        (administrator,) = self._model("res.user").search([("login", "=", "admin")])
        self._user = administrator.id

    def _company_there(self):
        company = self._model("company.company")
        if not company.search([]):
            (euro,) = self._model("currency.currency").create(
                [{"name": "Euro", "symbol": "€", "code": "EUR"}]
            )
            (party,) = self._model("party.party").create([{"name": "Plant"}])
            company.create([{"party": party.id, "currency": euro.id}])
        (only,) = company.search([])
        self._company, self._currency = only.id, only.currency.id

    def _products_there(self):
        template = self._model("product.template")
        if template.search([]):
            return
        (unit,) = self._model("product.uom").search([("name", "=", "Unit")])
        common = {"type": "goods", "default_uom": unit.id, "list_price": PRICE, "producible": True}
        template.create(
            [
                {"name": name, "products": [("create", [{}])]} | common
                for name in ("material", "article")
            ]
        )

    def _remember(self):
        product = self._model("product.product")
        (material,) = product.search([("template.name", "=", "material")])
        (article,) = product.search([("template.name", "=", "article")])
        self._material, self._article = material.id, article.id
        location = self._model("stock.location")
        self._places = {place.code: place.id for place in location.search([])}
        (warehouse,) = location.search([("type", "=", "warehouse")])
        self._warehouse, self._shop = warehouse.id, warehouse.production_location.id
        lots = self._model("stock.lot").search([])
        self._lots = {lot.id: int(lot.number) for lot in lots}
        self._lot_ids = {node: identity for identity, node in self._lots.items()}
        productions = self._model("production").search([])
        self._runs = {record.id: int(record.reference) for record in productions}


def _parts(things, size):
    return [things[begin : begin + size] for begin in range(0, len(things), size)]


def main():
    """Answers requests until there are none."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what Tryton says is no answer
    driver = Driver(sys.argv[1])
    for line in sys.stdin:
        request = json.loads(line)
        try:
            answer = {"answer": getattr(driver, request["do"])(**request["with"])}
        except (TimeoutError, backend.DatabaseTimeoutError):
            answer = {"late": True}
        answers.write(json.dumps(answer) + "\n")
        answers.flush()


if __name__ == "__main__":
    main()
