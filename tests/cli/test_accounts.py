"""Accounts through the command line: whose they are."""

from __future__ import annotations

import pytest

from gozinto.access.models import User
from gozinto.cli import app, exits
from gozinto.plant.models import Person

pytestmark = pytest.mark.django_db


def test_an_account_is_linked_and_listed(capsys: pytest.CaptureFixture[str]) -> None:
    User.objects.create_user("ben")
    Person.objects.create(code="P-2")
    assert app.run(["account", "list"]) == exits.DONE
    assert "nobody who works here" in capsys.readouterr().out
    assert app.run(["account", "link", "ben", "--person", "P-2"]) == exits.DONE
    assert capsys.readouterr().out == "ben acts as P-2\n"
    assert app.run(["account", "list"]) == exits.DONE
    assert "P-2" in capsys.readouterr().out
    assert app.run(["account", "link", "ben", "--person", "P-9"]) != exits.DONE
    assert "P-9" in capsys.readouterr().err
    assert User.objects.get().person == "P-2"
