"""What a page asks the database."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

MOST = 12


def few(
    browser: Client, address: str, data: Mapping[str, str] | None = None, *, most: int = MOST
) -> Any:
    """An address's answer, which cost so many questions at most.

    What is known of the plant is read once a process: who is the first to ask may ask again.
    """
    answer, questions = _answered(browser, address, data)
    if len(questions) > most:
        answer, questions = _answered(browser, address, data)
    assert len(questions) <= most, questions
    return answer


def _answered(
    browser: Client, address: str, data: Mapping[str, str] | None
) -> tuple[Any, list[str]]:
    with CaptureQueriesContext(connection) as captured:
        answer = browser.get(address, data)
        if answer.streaming:
            answer.streaming_content = list(
                answer.streaming_content
            )  # a file is asked for as it is sent
    frames = ("SAVEPOINT", "RELEASE")
    return answer, [one["sql"] for one in captured if not one["sql"].startswith(frames)]
