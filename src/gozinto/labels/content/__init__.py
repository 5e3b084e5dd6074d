"""What the label of a thing says: each value from where the plant or the record has it."""

from gozinto.labels.content.examples import example, sample
from gozinto.labels.content.filling import fill, fill_each

__all__ = ["example", "fill", "fill_each", "sample"]
