"""What proven corrective actions forbid: interlocks, judged as any other rule.

`table.py` is what is said of a broken one, `conditions.py` when one is broken, `facts.py` what
that reads of the record, `scope.py` which events it concerns. How often a tool may work is judged
with the other limits of tools (`plant/mounts.py`).
"""
