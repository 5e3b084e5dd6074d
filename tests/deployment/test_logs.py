"""Logs are JSON, know the request, and hold no secret."""

from __future__ import annotations

import json
import logging

import pytest
import structlog


def logged(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    """What was written to standard error, as objects."""
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def test_each_line_is_an_object_with_the_request(capsys: pytest.CaptureFixture[str]) -> None:
    with structlog.contextvars.bound_contextvars(request_id="r-1"):
        logging.getLogger("gozinto.x").warning("plain %s", "words")
        structlog.get_logger("gozinto.y").warning("captured", event_id="e-1")
    plain, structured = logged(capsys)
    assert plain["event"] == "plain words"
    assert structured["event_id"] == "e-1"
    assert {plain["request_id"], structured["request_id"]} == {"r-1"}


def test_no_link_token_or_local_value_is_logged(capsys: pytest.CaptureFixture[str]) -> None:
    def sign_in(pin: str) -> None:
        raise ValueError("refused gz_0123456789ab_topsecrettopsecret")

    log = logging.getLogger("gozinto.x")
    log.warning("Not Found: /sign-in/abcdefghijklmnop/")
    try:
        sign_in("pin-4711")
    except ValueError:
        log.exception("failed")
    text = capsys.readouterr().err
    assert "/sign-in/…" in text
    for secret in ("abcdefghijklmnop", "pin-4711", "topsecrettopsecret"):
        assert secret not in text
    assert "gz_0123456789ab_…" in text
