"""Two browsers at once: the database itself lets one of them in."""

from __future__ import annotations

import threading

from django.db import connections

from gozinto.access import links
from gozinto.access.models import User
from gozinto.deployment.database import Roles
from gozinto.errors import NotSignedIn


def test_of_many_redemptions_at_once_one_wins(committed_db: Roles) -> None:
    user = User.objects.create_user("mert")
    plain = links.create(user=user)
    won: list[str] = []
    start = threading.Barrier(6)

    def redeem() -> None:
        start.wait()
        try:
            links.redeem(plain)
            won.append("won")
        except NotSignedIn:
            won.append("lost")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=redeem) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(won) == ["lost"] * 5 + ["won"]
