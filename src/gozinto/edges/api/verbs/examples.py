"""A request of every verb, as a plant may send it.

One after the other, in this order, they are a day of the small plant of the tests; one of the
tests lives it, so that what the OpenAPI page shows can be sent as it stands.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

# fmt: off
EXAMPLES: Mapping[str, Mapping[str, Any]] = {
    "/opening/open-stock": {
        "material": "HB", "number": "OLD-1", "quantity": "120.5", "location": "RACK", "by": "P-3",
    },
    "/receiving/receive": {
        "material": "HB", "supplier": "ELASTO", "supplier_lot": "E-4711", "quantity": "900",
        "uom": "KGM", "note": "DN-88", "location": "DOCK", "lot": "HB-1",
        "expires": "2031-01-31T00:00:00Z", "by": "P-3",
    },
    "/receiving/receive-lots": {
        "lots": [
            {"material": "HB", "supplier_lot": "E-4712", "quantity": "500"},
            {"material": "HB", "supplier_lot": "E-4713", "quantity": "450.5"},
        ],
        "supplier": "ELASTO", "note": "DN-89", "location": "DOCK", "by": "P-3",
    },
    "/receiving/receive-units": {
        "material": "GT", "supplier": "ELASTO", "numbers": ["GT-S1", "GT-S2"], "note": "DN-90",
        "location": "DOCK", "by": "P-3",
    },
    "/receiving/put-away": {
        "objects": "HB-1", "location": "RACK", "by": "P-3",
        "event_id": "urn:uuid:0192f0c4-0000-7000-8000-000000000001",
    },
    "/inspection/inspect": {
        "objects": "HB-1", "kind": "input",
        "values": [{"characteristic": "viscosity", "value": "41.5", "lower": "38", "upper": "45"}],
        "by": "P-2",
    },
    "/inspection/inspect-by-plan": {
        "objects": "HB-1", "plan": "HB-IN",
        "values": [{"characteristic": "viscosity", "value": "41.5"},
                   {"characteristic": "smell", "value": "pass"}],
        "by": "P-2",
    },
    "/inspection/take-sample": {
        "of": "HB-1", "quantity": "0.5", "place": "RACK", "keep_until": "2031-03-02",
        "note": "S-1", "by": "P-2",
    },
    "/inspection/sort-out": {
        "lot": "HB-1", "kind": "input", "rejected": "12.5", "number": "HB-1R",
        "reason": "wet bags", "by": "P-2",
    },
    "/holding/hold": {
        "objects": "HB-1", "reason": "smells", "by": "P-2",
    },
    "/holding/release": {
        "objects": "HB-1", "reason": "tested again", "by": "P-2",
    },
    "/badging/badge-in": {
        "equipment": "MIX-1", "by": "P-1",
    },
    "/production/start": {
        "job": "J-1042/10", "step": "mixing", "equipment": "MIX-1", "product": "LC",
        "planned": "60", "uom": "KGM", "by": "P-1",
    },
    "/production/mount": {
        "thing": "https://id.demo.example/asset/M-88", "equipment": "MIX-1", "slot": "rotor",
        "by": "P-1",
    },
    "/production/consume": {
        "scan": "HB-1", "run": "J-1042/10", "quantity": "60", "uom": "KGM", "by": "P-1",
    },
    "/production/pause": {
        "run": "J-1042/10", "reason": "cleaning", "by": "P-1",
    },
    "/production/resume": {
        "run": "J-1042/10", "by": "P-1",
    },
    "/production/produce-lot": {
        "run": "J-1042/10", "material": "LC", "number": "LC-1", "quantity": "58", "uom": "KGM",
        "location": "RACK", "by": "P-1",
    },
    "/production/mix": {
        "run": "J-1042/10", "inputs": [{"of": "HB-1", "quantity": "30", "uom": "KGM"}],
        "material": "LC", "number": "LC-2", "quantity": "30", "uom": "KGM", "by": "P-1",
    },
    "/production/produce-serial": {
        "run": "J-1042/10", "material": "GT", "number": "GT-1", "lot": "GT-L1",
        "inputs": [{"of": "LC-1", "quantity": "1.2", "uom": "KGM", "slot": "liner"}], "by": "P-1",
    },
    "/production/unmount": {
        "thing": "https://id.demo.example/asset/M-88", "equipment": "MIX-1", "slot": "rotor",
        "by": "P-1",
    },
    "/production/put-back": {
        "scan": "HB-1", "run": "J-1042/10", "quantity": "2.5", "uom": "KGM", "location": "RACK",
        "by": "P-1",
    },
    "/production/produce-serials": {
        "run": "J-1042/10", "material": "GT", "numbers": ["GT-2", "GT-3"], "lot": "GT-L1",
        "by": "P-1",
    },
    "/production/backflush": {
        "run": "J-1042/10", "quantity": "10", "material": "GT", "by": "P-1",
    },
    "/production/record-parameters": {
        "run": "J-1042/10",
        "values": [
            {"name": "rotor speed", "value": "42", "uom": "RPM"},
            {"name": "ram pressure", "uom": "BAR", "curve": [
                {"at": "2026-03-02T03:00:00Z", "value": "3.5"},
                {"at": "2026-03-02T03:00:30Z", "value": "4.1"}]},
        ],
        "by": "P-1",
    },
    "/production/scrap": {
        "run": "J-1042/10", "material": "LC", "number": "LC-1", "quantity": "1.5",
        "reason": "scorched", "by": "P-1",
    },
    "/production/rework": {
        "thing": "GT-2", "run": "J-1042/10", "reason": "a fold", "by": "P-1",
    },
    "/production/repair": {
        "unit": "GT-1", "run": "J-1042/10",
        "replaced": [{"slot": "liner", "removed": "LC-1", "new": "LC-2", "quantity": "1.2",
                      "uom": "KGM"}],
        "reason": "a blister", "by": "P-1",
    },
    "/production/split": {
        "lot": "OLD-1", "parts": [{"quantity": "20", "number": "OLD-1A"}],
        "reason": "for the laboratory", "by": "P-3",
    },
    "/production/merge": {
        "lots": [{"of": "E-4712", "quantity": "100"}, {"of": "E-4713", "quantity": "100"}],
        "number": "HB-2", "location": "RACK", "by": "P-3",
    },
    "/production/repack": {
        "inputs": [{"of": "LC-2", "quantity": "10", "uom": "KGM"}], "material": "LC",
        "number": "LC-2A", "quantity": "10", "uom": "KGM", "by": "P-3",
    },
    "/production/finish": {
        "run": "J-1042/10", "by": "P-1",
    },
    "/badging/badge-out": {
        "equipment": "MIX-1", "by": "P-1",
    },
    "/moving/move": {
        "objects": "LC-2", "location": "DOCK",
        "event_id": "urn:uuid:0192f0c4-0000-7000-8000-000000000002", "by": "P-3",
    },
    "/packing/pack": {
        "container": "095212345000000018", "contents": ["GT-1"], "by": "P-3",
    },
    "/packing/unpack": {
        "container": "095212345000000018", "contents": ["GT-1"], "by": "P-3",
    },
    "/shipping/pick": {
        "objects": "GT-1", "note": "DN-1001", "location": "DOCK", "by": "P-3",
    },
    "/shipping/ship": {
        "objects": ["GT-1", "GT-S1"], "note": "DN-1001", "to": "NORTH", "carrier": "CART",
        "by": "P-3",
    },
    "/returning/take-back": {
        "objects": "GT-S1", "dealer": "NORTH", "reason": "bulge", "location": "DOCK", "by": "P-3",
    },
    "/returning/take-back-unread": {
        "material": "GT", "dealer": "NORTH", "reason": "no label", "lot": "GT-L1", "by": "P-3",
    },
    "/returning/exchange": {
        "old": "GT-S1", "new": "GT-S2", "dealer": "NORTH", "reason": "bulge", "rma": "RMA-7",
        "note": "DN-1002", "is_back": True, "by": "P-3",
    },
    "/returning/examine": {
        "objects": "GT-S1", "result": "confirmed", "cause": "air under the tread", "by": "P-2",
    },
    "/scrapping/scrap": {
        "objects": "GT-1", "reason": "bulge", "by": "P-1",
    },
    "/counting/count-lot": {
        "of": "OLD-1", "quantity": "119", "uom": "KGM", "reason": "spilled", "by": "P-3",
    },
    "/counting/count-place": {
        "location": "DOCK", "found": [{"of": "E-4712", "quantity": "500", "uom": "KGM"}],
        "reason": "yearly count", "by": "P-3",
    },
    "/holding/hold-forward": {
        "of": "HB-1", "reason": "the supplier warns", "by": "P-2",
    },
    "/holding/release-forward": {
        "of": "HB-1", "reason": "a false alarm", "by": "P-2",
    },
    "/shipping/void": {
        "note": "DN-1002", "reason": "the carrier did not come", "by": "P-3",
    },
    "/correcting/replace": {
        "event_id": "urn:uuid:0192f0c4-0000-7000-8000-000000000002", "verb": "moving.move",
        "arguments": {"objects": "LC-2", "location": "RACK"},
        "reason": "it was put into the rack", "by": "P-2",
    },
    "/correcting/withdraw": {
        "event_id": "urn:uuid:0192f0c4-0000-7000-8000-000000000001",
        "reason": "it was put into another rack", "by": "P-2",
    },
}
# fmt: on
