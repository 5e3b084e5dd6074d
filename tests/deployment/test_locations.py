"""Addresses of databases and names of hosts, as people write them."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gozinto.deployment import locations
from gozinto.deployment.locations import Address
from gozinto.errors import Malformed

WORDS = st.text(
    st.characters(min_codepoint=33, max_codepoint=0x2FF, exclude_characters="\\"), min_size=1
)


@given(
    host=st.one_of(
        st.sampled_from(["localhost", "10.0.0.1", "::1", "db.example"]),
        WORDS.map(lambda word: f"/tmp/{word}"),
    ),
    name=WORDS,
    user=WORDS,
    password=st.one_of(st.just(""), WORDS),
    port=st.integers(1, 65535),
)
def test_an_address_survives_being_written(
    host: str, name: str, user: str, password: str, port: int
) -> None:
    address = Address(host=host, name=name, user=user, password=password, port=port)
    assert locations.read(address.as_url()) == address


def test_a_password_is_never_described() -> None:
    address = Address(host="h", name="n", user="u", password="secret")
    assert "secret" not in address.described()


@pytest.mark.parametrize(
    "url", ["mysql://u@h/d", "postgresql://h/d", "postgresql://u@h", "postgresql://u@h:x/d", ""]
)
def test_an_address_that_is_none_is_refused_with_the_way_out(url: str) -> None:
    with pytest.raises(Malformed) as refused:
        locations.read(url)
    assert "postgresql://USER" in refused.value.next_step


def test_hosts_are_explicit() -> None:
    assert locations.allowed_hosts({}) == ["localhost", "127.0.0.1", "[::1]"]
    assert "*" not in locations.allowed_hosts({"GOZINTO_BIND": "0.0.0.0"})
    named = locations.allowed_hosts({"GOZINTO_HOSTS": "trace.example, b.example"})
    assert named[-2:] == ["trace.example", "b.example"]


def test_settings_import_without_a_database_or_a_home() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "import gozinto.deployment.settings as s; print(s.TIME_ZONE)"],
        env={"GOZINTO_HOME": "/nonexistent/home", "PATH": "/usr/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, "UTC\n"), done.stderr
