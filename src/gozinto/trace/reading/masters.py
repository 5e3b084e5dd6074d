"""What people call the companies, machines and persons of an answer."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from gozinto.trace.reading.moment import rows


@dataclass(frozen=True, slots=True)
class Names:
    """Names of companies by URI, of people and machines by code; of machines the center too."""

    partners: Mapping[str, str]
    people: Mapping[str, str]
    equipment: Mapping[str, str]
    work_centers: Mapping[str, str]


_NAMES = """
SELECT 'partner', uri, name FROM gozinto_partner WHERE uri = ANY(%s)
UNION ALL SELECT 'person', code, name FROM gozinto_person WHERE code = ANY(%s)
UNION ALL SELECT 'equipment', code, name FROM gozinto_equipment WHERE code = ANY(%s)
UNION ALL SELECT 'center', e.code, center.code
FROM gozinto_equipment e JOIN gozinto_equipment center ON center.id = e.parent_id
WHERE e.code = ANY(%s)
"""


def names(
    *, partners: Collection[str], people: Collection[str], equipment: Collection[str]
) -> Names:
    """The names of all of them; what is in no master data has none. One query."""
    machines = list(equipment)
    found: dict[str, dict[str, str]] = {"partner": {}, "person": {}, "equipment": {}, "center": {}}
    for of, key, name in rows(_NAMES, [list(partners), list(people), machines, machines]):
        found[of][key] = name
    return Names(found["partner"], found["person"], found["equipment"], found["center"])
