"""What machines measured, told of an object: the parameters of the runs that it came out of."""

from __future__ import annotations

from gozinto.standards.epcis.sensed import Measurement, of

__all__ = ["OF_RUNS", "Measurement", "of"]

OF_RUNS = """
SELECT a.event_id FROM (
    SELECT l.run_id, min(l.earliest) AS earliest, max(l.latest) AS latest, max(l.at) AS at,
           (SELECT bool_and(r.flow = 'continuous') FROM gozinto_runevent r
            WHERE r.run_id = l.run_id AND r.flow <> '') AS continuous
    FROM gozinto_link l WHERE l.object_id = %(own)s AND NOT l.is_input
    AND NOT EXISTS (SELECT 1 FROM gozinto_withdrawal w WHERE w.event_id = l.event_id)
    GROUP BY l.run_id) m
JOIN gozinto_activity a ON a.run_id = m.run_id AND a.activity = 'measured'
WHERE NOT coalesce(m.continuous, false) OR (a.earliest <= m.latest AND m.earliest <= a.latest)
   OR a.at = (SELECT max(b.at) FROM gozinto_activity b
              WHERE b.run_id = m.run_id AND b.activity = 'measured' AND b.at <= m.at)
"""
"""The places in the record of what was measured in the runs that the object `own` came out of.

In a batch all of it; on a line what was measured as the object left, and the last before.
"""
