"""What many returned units have in common: the suspects, most suspicious first."""

from gozinto.trace.suspects.answers import SuspectsAnswer
from gozinto.trace.suspects.asking import suspects

__all__ = ["SuspectsAnswer", "suspects"]
