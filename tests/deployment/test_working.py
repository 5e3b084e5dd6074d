"""The worker beside the web process does what was asked to be done to many things."""

from __future__ import annotations

import threading
from decimal import Decimal
from pathlib import Path

from django.db import connections

from gozinto.access.roles import Role
from gozinto.deployment import working
from gozinto.deployment.database import Roles
from gozinto.operations import receiving
from gozinto.operations.bulk import asking, telling
from tests import workshop
from tests.homes import wait_until


def test_the_worker_holds_what_somebody_wants_held(committed_db: Roles, tmp_path: Path) -> None:
    workshop.furnish()
    receiving.receive(
        material="HB",
        supplier="ELASTO",
        supplier_lot="HB-1",
        quantity=Decimal(100),
        by=workshop.CLERK,
        at=workshop.at(1),
    )
    job = asking.ask(
        "hold",
        subjects=[workshop.lot("HB", "HB-1", "ELASTO")],
        reason="smells",
        by=workshop.INSPECTOR,
        roles={Role.INSPECTOR},
    )
    ended = threading.Event()

    def work() -> None:
        working.work(committed_db.application, root=tmp_path, draw=lambda *_: b"", ended=ended)
        connections.close_all()

    worker = threading.Thread(target=work)
    worker.start()
    try:
        wait_until(lambda: telling.told(job.pk).finished_at is not None)
    finally:
        ended.set()
        worker.join()
    assert telling.told(job.pk).done == 1
