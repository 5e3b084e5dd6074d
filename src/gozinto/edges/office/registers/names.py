"""What codes of a row mean: materials, places, companies and people, many at once."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from gozinto.plant.models import Location, Material, Partner, Person, Reason


def of_materials(codes: Collection[str]) -> Mapping[str, str]:
    """The names of materials, by code."""
    return dict(Material.objects.filter(code__in=codes).values_list("code", "name"))


def of_places(uris: Collection[str]) -> Mapping[str, str]:
    """The names of places, by URI."""
    return dict(Location.objects.filter(uri__in=uris).values_list("uri", "name"))


def of_partners(uris: Collection[str]) -> Mapping[str, str]:
    """The names of companies, by URI."""
    return dict(Partner.objects.filter(uri__in=uris).values_list("uri", "name"))


def of_people(codes: Collection[str]) -> Mapping[str, str]:
    """The names of people, by code; who has none on record goes by the code."""
    named = Person.objects.filter(code__in=codes).exclude(name="")
    return dict(named.values_list("code", "name"))


def of_reasons(codes: Collection[str]) -> Mapping[str, str]:
    """What reasons are called, by code; what somebody wrote in words is no code."""
    return dict(Reason.objects.filter(code__in=codes).values_list("code", "name"))
