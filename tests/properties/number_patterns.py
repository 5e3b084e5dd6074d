"""Random patterns that a designer may use, and facts that their numbers can hold."""

from __future__ import annotations

from datetime import date

from hypothesis import assume
from hypothesis import strategies as st

from gozinto.standards.numbers import patterns
from gozinto.standards.numbers.alphabets import ALPHABETS
from gozinto.standards.numbers.check_characters import CHECKS
from gozinto.standards.numbers.dates import DIRECTIVES
from gozinto.standards.numbers.shapes import CHARACTERS, Coded, Facts, Pattern

ANY_DAY = st.dates(date(1950, 1, 1), date(2099, 12, 31))
CODES = ("shift", "line", "material")

_texts = st.text("-./ABZ07{}% ", min_size=1, max_size=4).map(
    lambda text: text.replace("{", "{{").replace("}", "}}")
)
_dates = st.lists(
    st.sampled_from([f"%{letter}" for letter in DIRECTIVES] + ["-", "."]), min_size=1, max_size=4
).map(lambda parts: "{date:" + "".join(parts) + "}")
_widths = st.sampled_from(["", ":1", ":2", ":3", ":5", ":8"])


@st.composite
def _sequences(draw: st.DrawFn) -> str:
    width = draw(st.sampled_from(["", ":2", ":3", ":4", ":6", ":2+", ":3+"]))
    alphabet = draw(st.sampled_from(["", "", *(f":{name}" for name in ALPHABETS)]))
    resets = draw(st.lists(st.sampled_from(patterns.RESETS), max_size=2, unique=True))
    return "{seq" + width + alphabet + "".join(f":{word}" for word in resets) + "}"


@st.composite
def _codes(draw: st.DrawFn, name: str) -> str:
    kind = draw(st.sampled_from(["", *(f":{kind}" for kind in CHARACTERS)]))
    return "{" + name + draw(_widths) + kind + "}"


@st.composite
def any_patterns(draw: st.DrawFn) -> str:
    """A pattern of known fields; most are sound, some are refused."""
    pieces = [draw(_sequences())]
    pieces += draw(st.lists(st.one_of(_texts, _dates), max_size=4))
    pieces += [draw(_codes(name)) for name in CODES if draw(st.booleans())]
    pieces = draw(st.permutations(pieces))
    if draw(st.booleans()):
        pieces.append("{check:" + draw(st.sampled_from(sorted(CHECKS))) + "}")
    return "".join(pieces)


@st.composite
def sound_patterns(draw: st.DrawFn) -> Pattern:
    """A pattern that is not refused."""
    text = draw(any_patterns())
    assume(not patterns.faults(text))
    return patterns.read(text)


def codes_for(pattern: Pattern, name: str) -> st.SearchStrategy[str]:
    """Codes that the pattern's numbers can hold in this place."""
    for part in pattern.parts:
        if isinstance(part, Coded) and part.name == name:
            allowed = sorted(set(part.characters) - set(part.barred))
            least, most = (part.width, part.width) if part.width else (1, 5)
            texts = st.text(allowed, min_size=least, max_size=most)
            return texts.filter(lambda text: text == text.strip())
    return st.sampled_from(["", "A", "B"])


@st.composite
def facts_for(draw: st.DrawFn, pattern: Pattern, days: st.SearchStrategy[date] = ANY_DAY) -> Facts:
    """Facts of one number of the pattern; its sequence anywhere up to the last one."""
    counted = pattern.sequence
    assert counted is not None
    edge = st.sampled_from([1, 2, counted.alphabet.capacity(counted.least), counted.largest])
    largest = min(counted.largest, 10**12)
    codes = {name: draw(codes_for(pattern, name)) for name in CODES}
    needs = {word for word in pattern.resets if word in CODES}
    assume(all(codes[name] for name in needs))
    return Facts(
        day=draw(days),
        sequence=min(draw(st.one_of(edge, st.integers(1, largest))), largest),
        **codes,
    )
