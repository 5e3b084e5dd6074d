"""What a question begins with where that is no number on a label: a machine's hour, a bad value."""

from gozinto.trace.origins.finding import origins
from gozinto.trace.origins.sought import MOST, Sought

__all__ = ["MOST", "Sought", "origins"]
