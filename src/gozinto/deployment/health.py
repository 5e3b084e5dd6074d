"""Two questions of a load balancer: does the process live, and may it be sent work?"""

from __future__ import annotations

import os
from pathlib import Path

from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse

from gozinto.access.gate import public
from gozinto.deployment.locations import READY_FILE


@public
def livez(_request: HttpRequest) -> JsonResponse:
    """200 as long as the process answers at all. Asks nothing of the database."""
    return JsonResponse({"status": "alive"})


@public
def readyz(_request: HttpRequest) -> JsonResponse:
    """200 when the database answers and we are not stopping, else 503 with the reason."""
    ready_file = os.environ.get(READY_FILE)
    if ready_file and not Path(ready_file).exists():
        return JsonResponse({"status": "stopping"}, status=503)
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse(
            {"status": "no database", "next_step": "Run `gozinto doctor`."}, status=503
        )
    return JsonResponse({"status": "ready"})
