"""An address is looked up once, and found the same the second time."""

from __future__ import annotations

import pytest
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, path

from gozinto.deployment import resolving


def view(request: HttpRequest, number: str = "") -> HttpResponse:
    return HttpResponse(number)


def test_what_was_found_is_found_again() -> None:
    one = resolving.remembering(path("lots/<number>", view, name="lot"), path("lots", view))
    first, again = one.resolve("lots/HB-1"), one.resolve("lots/HB-1")
    assert again is first
    assert (first.func, first.kwargs, first.url_name) == (view, {"number": "HB-1"}, "lot")
    assert one.resolve("lots").kwargs == {}
    assert one.resolve("lots/HB-2").kwargs == {"number": "HB-2"}


def test_what_is_nowhere_is_not_remembered() -> None:
    one = resolving.remembering(path("lots", view))
    for _ in range(2):
        with pytest.raises(Resolver404):
            one.resolve("serials")
    assert not one._found


def test_it_forgets_the_oldest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resolving, "MOST_KEPT", 2)
    one = resolving.remembering(path("lots/<number>", view))
    for number in ("1", "2", "3"):
        one.resolve(f"lots/{number}")
    assert list(one._found) == ["lots/2", "lots/3"]
