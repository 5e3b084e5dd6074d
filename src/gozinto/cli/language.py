"""In which language a command tells what a person reads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

_TELL_IT = ("LC_ALL", "LC_MESSAGES", "LANG")


def of_terminal(environment: Mapping[str, str]) -> str:
    """The language of the terminal where it is one of ours, else English."""
    from django.conf import settings

    told = next((environment[name] for name in _TELL_IT if environment.get(name)), "")
    language = told.partition(".")[0].partition("_")[0]
    return language if language in dict(settings.LANGUAGES) else "en"


@contextmanager
def spoken(environment: Mapping[str, str]) -> Iterator[None]:
    """What is translated meanwhile is in the language of the terminal."""
    from django.utils import translation

    with translation.override(of_terminal(environment)):
        yield
