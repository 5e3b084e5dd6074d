"""A question and its answer together, and what pages and files are made of from both."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import cached_property

from gozinto.edges.office.tracing import graph, notes, panels, picturing, rows
from gozinto.edges.office.tracing.asking import Asked
from gozinto.edges.office.tracing.drawing import Drawing
from gozinto.trace.answer import Trace


@dataclass(frozen=True)
class Answer:
    """An answer, and what its files are made of."""

    asked: Asked
    trace: Trace

    @cached_property
    def notes(self) -> graph.Notes:
        """What the plant knows of it."""
        return notes.gather(self.trace)

    @cached_property
    def reader(self) -> rows.Reader:
        """What reads it as rows."""
        return rows.Reader(self.trace, notes=self.notes)

    @cached_property
    def headline(self) -> panels.Headline:
        """What it is about."""
        return panels.headline(self.asked, self.trace, reader=self.reader)

    @property
    def rows(self) -> Sequence[rows.Row]:
        """The rows that the filter leaves, in the order on the page."""
        return rows.order(
            rows.select(self.reader.rows(), text=self.asked.text, group=self.asked.group),
            by=self.asked.sort,
            is_descending=self.asked.is_descending,
        )

    @property
    def name(self) -> str:
        """What its files are called."""
        plain = re.sub(r"[^A-Za-z0-9._-]", "_", self.headline.number)[:80]
        return f"{self.asked.direction}-{plain or 'trace'}"

    @cached_property
    def drawn(self) -> Drawing:
        """The graph as a picture that needs nothing around it."""
        return picturing.alone(self.asked, self.trace, notes=self.notes)

    @property
    def drawing(self) -> str:
        """Its text."""
        return str(self.drawn.svg)
