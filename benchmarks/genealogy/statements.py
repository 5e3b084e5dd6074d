"""The questions in SQL, the same for every database: recursive common table expressions.

A table `link` has a row for each link: from `source` to `target` at `time`; `arrives` and
`departs` are what a path along it offers the node at its end, so that no query asks what that
node is. The origins of a question stand in the table `origin`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from benchmarks.genealogy.plant import Graph
from benchmarks.genealogy.questions import Direction, Question
from gozinto.genealogy.graph import ALWAYS, EVER

COLUMNS = (
    ("source", np.int32),
    ("target", np.int32),
    ("time", np.int64),
    ("arrives", np.int64),
    ("departs", np.int64),
    ("is_input", np.bool_),
)
TABLES = (
    "CREATE {kind} TABLE link (source integer NOT NULL, target integer NOT NULL,"
    " time bigint NOT NULL, arrives bigint NOT NULL, departs bigint NOT NULL,"
    " is_input boolean NOT NULL)",
    "CREATE {kind} TABLE origin (node integer NOT NULL)",
)
COVERING = {
    "link_forward": ("source", "time", "target", "arrives", "is_input"),
    "link_backward": ("target", "time", "source", "departs", "is_input"),
}
"""Indexes that hold all that a step asks for."""


class _Words(NamedTuple):
    near: str
    far: str
    offer: str
    allowed: str
    best: str
    better: str
    unbounded: int
    is_object: str


_WORDS: dict[Direction, _Words] = {
    "forward": _Words("source", "target", "arrives", ">=", "min", "<", ALWAYS, "NOT link.is_input"),
    "backward": _Words("target", "source", "departs", "<=", "max", ">", EVER, "link.is_input"),
}

_CONNECTED = """
WITH RECURSIVE reach(node) AS (
  SELECT node FROM origin
  UNION
  SELECT link.{far} FROM reach JOIN link ON link.{near} = reach.node
) SELECT node FROM reach"""

_IN_TIME = """
WITH RECURSIVE reach(node, label) AS (
  SELECT node, CAST({unbounded} AS bigint) FROM origin
  UNION
  SELECT link.{far}, link.{offer} FROM reach
  JOIN link ON link.{near} = reach.node AND link.time {allowed} reach.label
) SELECT node, {best}(label) AS label FROM reach GROUP BY node"""

_IN_TIME_KEYED = """
WITH RECURSIVE reach(node, label) USING KEY (node) AS (
  SELECT node, CAST({unbounded} AS bigint) FROM origin
  UNION
  SELECT link.{far}, {best}(link.{offer}) FROM reach
  JOIN link ON link.{near} = reach.node AND link.time {allowed} reach.label
  LEFT JOIN recurring.reach AS known ON known.node = link.{far}
  WHERE known.node IS NULL OR link.{offer} {better} known.label
  GROUP BY link.{far}
) SELECT node, label FROM reach"""

_EACH = """
WITH RECURSIVE reach(origin, node, label, is_object) AS (
  SELECT node, node, CAST({unbounded} AS bigint), true FROM origin
  UNION
  SELECT reach.origin, link.{far}, link.{offer}, {is_object} FROM reach
  JOIN link ON link.{near} = reach.node AND link.time {allowed} reach.label
) SELECT origin AS node, count(DISTINCT node) AS label FROM reach WHERE is_object GROUP BY origin"""

_EACH_KEYED = """
WITH RECURSIVE reach(origin, node, label, is_object) USING KEY (origin, node) AS (
  SELECT node, node, CAST({unbounded} AS bigint), true FROM origin
  UNION
  SELECT reach.origin, link.{far}, {best}(link.{offer}), any_value({is_object}) FROM reach
  JOIN link ON link.{near} = reach.node AND link.time {allowed} reach.label
  LEFT JOIN recurring.reach AS known
    ON known.origin = reach.origin AND known.node = link.{far}
  WHERE known.node IS NULL OR link.{offer} {better} known.label
  GROUP BY reach.origin, link.{far}
) SELECT origin AS node, count(*) AS label FROM reach WHERE is_object GROUP BY origin"""


@dataclass(frozen=True, slots=True)
class Dialect:
    """`keyed`: the recursion may replace a row, and need not keep every label of a node."""

    keyed: bool = False

    def rows(self, question: Question) -> str:
        """The statement whose rows are the answer: nodes, and labels where time counts.

        With `each` the node is the origin and the label how many objects it reaches.
        """
        if question.each:
            text = _EACH_KEYED if self.keyed else _EACH
        elif question.in_time:
            text = _IN_TIME_KEYED if self.keyed else _IN_TIME
        else:
            text = _CONNECTED
        return text.format(**_WORDS[question.direction]._asdict())

    def count(self, question: Question) -> str:
        """The statement that answers how many rows there are: what is timed."""
        return f"SELECT count(*) FROM ({self.rows(question)}) AS answer"


def columns(graph: Graph, begin: int, end: int) -> dict[str, NDArray[Any]]:
    """The rows of `link` from `begin` up to `end`, column by column."""
    part = slice(begin, end)
    source, target, time = graph.source[part], graph.target[part], graph.time[part]
    return {
        "source": source,
        "target": target,
        "time": time,
        "arrives": np.where(graph.is_batch[target], ALWAYS, time),
        "departs": np.where(graph.is_batch[source], EVER, time),
        "is_input": graph.is_run[target],
    }
