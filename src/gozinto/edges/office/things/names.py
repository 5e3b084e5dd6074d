"""What people call the places, companies and persons that a page names by URI or code."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.utils.functional import cached_property

from gozinto.edges.office import words
from gozinto.plant import known
from gozinto.plant.known.shapes import Location
from gozinto.plant.models import Person


class Names:
    """The names of one page, from the plant as it is kept; only people's are asked for."""

    def __init__(self) -> None:
        self.plant = known.now()

    @cached_property
    def _locations(self) -> Mapping[str, Location]:
        return {one.uri: one for one in self.plant.locations.values()}

    def place(self, uri: str) -> str:
        """A place by its own name; of what is not on record the end of its URI."""
        found = self._locations.get(uri)
        return found.name if found else words.last_part(uri)

    def site(self, uri: str) -> str:
        """A place or company; a company's own site stands for the company."""
        found = self._locations.get(uri)
        if found is None:
            return self.partner(uri)
        owner = self.plant.partners.get(found.partner)
        return owner.name if owner else found.name

    def partner(self, uri: str) -> str:
        """A company; of what is not on record the end of its URI."""
        found = self.plant.partner_of(uri)
        return found.name if found else words.last_part(uri)

    def company(self, told: str) -> str:
        """A company that somebody named by its code or URI; else as they said it."""
        found = self.plant.partner_of(told) or self.plant.partners.get(told)
        return found.name if found else words.last_part(told)

    def reason(self, code: str) -> str:
        """A reason by its name, or in a person's own words."""
        found = self.plant.reasons.get(code)
        return found.name if found else code

    def material(self, item: str) -> str:
        """A material by its name, else its code."""
        found = self.plant.material_of(item)
        return found.name if found else item


def people(codes: Collection[str]) -> dict[str, str]:
    """Names by opaque code, of those whose names still stand. One query, or none."""
    wanted = set(codes) - {""}
    if not wanted:
        return {}
    named = Person.objects.filter(code__in=wanted).exclude(name="")
    return dict(named.values_list("code", "name"))
