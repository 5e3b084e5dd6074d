"""`python -m tests.faults.furnished_panels HOME LOT…`: a panel for each lot, and a job that runs.

Prints the secrets by which their devices are known, as JSON.
"""

from __future__ import annotations

import json
import sys
from decimal import Decimal
from pathlib import Path

from gozinto.deployment.attach import attached


def main(home: str, *lots: str) -> None:
    """Writes them."""
    with attached(home=Path(home)):
        from gozinto.access import stations  # their models want Django set up
        from gozinto.operations import production, receiving
        from tests import workshop
        from tests.operations.panels import floor

        workshop.furnish()
        floor.furnish()
        production.start(
            job=floor.JOB, step="mixing", equipment="MIX-1", product="LC", planned=Decimal(100_000),
            by=workshop.OPERATOR,
        )  # fmt: skip
        secrets = []
        for number, lot in enumerate(lots):
            receiving.receive(
                material="HB", supplier="ELASTO", supplier_lot=lot, quantity=Decimal(10_000),
                location="RACK", by=workshop.CLERK,
            )  # fmt: skip
            code = f"MIX-{number}"
            stations.create(by="chief", code=code, name=code, equipment="MIX-1", location="RACK")
            _, secret = stations.enrol(stations.invite(code, by="chief"))
            secrets.append(secret)
        sys.stdout.write(json.dumps(secrets))


if __name__ == "__main__":
    main(*sys.argv[1:])
