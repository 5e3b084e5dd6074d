"""Finds out whether a kept connection is of any use without asking the server."""

from __future__ import annotations

import select
from typing import Any

from django.core.signals import request_started
from django.db import connections


def look_before_requests() -> None:
    """From now on each request looks at its connections first.

    After Django, which asks the server over each before its first use, unless we have looked.
    """
    request_started.connect(look)


def look(**_: Any) -> None:
    """Say of each silent connection that it need not be asked.

    A server that has gone has closed the socket, which then has something to say, as it has
    before the server goes. To ask one that is silent costs a round trip, and says no more of the
    moment after.
    """
    for one in connections.all(initialized_only=True):
        session = one.connection
        if session is None or session.closed:
            continue
        said = select.poll()
        said.register(session.fileno(), select.POLLIN)
        vars(one)["health_check_done"] = not said.poll(0)  # which the types do not know
