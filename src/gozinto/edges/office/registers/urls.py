"""Where the lists are."""

from __future__ import annotations

from gozinto.edges.office.lists import urls
from gozinto.edges.office.registers import LISTS

patterns = [*urls.patterns, *(address for one in LISTS for address in urls.of_list(one))]
