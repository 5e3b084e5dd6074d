"""The plant is its own authority: a client that trusts it verifies us by name, and nobody else."""

from __future__ import annotations

import os
import socket
import ssl
import stat
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from gozinto.cli import up
from gozinto.deployment import examination, serving, tls
from gozinto.deployment.examination import State
from gozinto.deployment.homes import Home
from gozinto.deployment.locations import CA_CERTIFICATE, TLS_NAMES, allowed_hosts
from gozinto.deployment.tls import files, issuing
from gozinto.deployment.tls.files import Files
from gozinto.errors import Malformed

NAME = "panel.plant.example"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A home without a database."""
    return Home(tmp_path)


@contextmanager
def served(by: Files) -> Iterator[int]:
    """A port at which the certificate is shown to whoever connects."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(by.certificate, by.key)
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def answer() -> None:
            connection, _from = listening.accept()
            try:
                with context.wrap_socket(connection, server_side=True) as secured:
                    secured.recv(1)
            except OSError:
                connection.close()  # whoever asked does not trust us

        thread = threading.Thread(target=answer)
        thread.start()
        yield int(listening.getsockname()[1])
        thread.join()


def is_trusted(by: Files, *, name: str, authority: Path | None) -> bool:
    """Whether a client that trusts an authority finds that name behind the certificate."""
    context = ssl.create_default_context(cafile=authority)
    with served(by) as port, socket.create_connection(("127.0.0.1", port)) as connection:
        try:
            with context.wrap_socket(connection, server_hostname=name) as secured:
                secured.send(b"x")
        except ssl.SSLCertVerificationError:
            return False
    return True


def test_who_trusts_the_plant_verifies_us_by_each_of_our_names(home: Home) -> None:
    made = tls.prepared(home, named=[NAME])
    assert made.authority is not None
    for name in (NAME, "localhost", "127.0.0.1"):
        assert is_trusted(made, name=name, authority=made.authority), name
    assert not is_trusted(made, name="other.plant.example", authority=made.authority)
    assert not is_trusted(made, name=NAME, authority=None)


def test_another_plant_is_not_trusted(tmp_path: Path) -> None:
    ours, theirs = (tls.prepared(Home(tmp_path / which), named=[NAME]) for which in "ab")
    assert not is_trusted(theirs, name=NAME, authority=ours.authority)


def test_keys_are_for_our_eyes_alone(home: Home) -> None:
    made = tls.prepared(home, named=[NAME])
    room = made.key.parent
    kept = {path.name: stat.S_IMODE(path.stat().st_mode) for path in room.iterdir()}
    assert kept["server.key"] == kept["plant-ca.key"] == 0o600
    assert stat.S_IMODE(room.stat().st_mode) == 0o700


def test_what_is_there_stays_until_it_ends_soon_or_has_other_names(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = tls.prepared(home, named=[NAME])
    authority, server = first.authority.read_bytes(), first.certificate.read_bytes()
    assert tls.prepared(home, named=[NAME]) == first
    assert first.certificate.read_bytes() == server
    other = tls.prepared(home, named=[NAME, "second.plant.example"])
    assert other.certificate.read_bytes() != server
    assert other.authority.read_bytes() == authority
    monkeypatch.setattr(issuing, "SERVER_FOR", timedelta(days=29))
    ending = tls.prepared(home, named=[NAME])
    monkeypatch.undo()
    again = tls.prepared(home, named=[NAME])
    assert again.until > ending.until
    assert is_trusted(again, name=NAME, authority=other.authority)


def test_a_browser_trusts_none_that_holds_longer_than_a_year_and_a_month(home: Home) -> None:
    made = tls.prepared(home, named=[NAME])
    assert made.until - datetime.now(UTC) < timedelta(days=398)


@pytest.mark.parametrize("spoiled", ["server.key", "server.crt", "plant-ca.key", "plant-ca.crt"])
def test_a_file_that_was_spoiled_is_made_anew(home: Home, spoiled: str) -> None:
    tls.prepared(home, named=[NAME])
    (home.path / "tls" / spoiled).write_text("-----BEGIN NOTHING-----\n")
    made = tls.prepared(home, named=[NAME])
    assert is_trusted(made, name=NAME, authority=made.authority)


def test_two_starters_at_once_make_one_authority(home: Home) -> None:
    found: list[str] = []

    def start() -> None:
        made = tls.prepared(home, named=[NAME])
        assert made.authority is not None
        found.append(tls.fingerprint(made.authority.read_bytes()))

    threads = [threading.Thread(target=start) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 4
    assert len(set(found)) == 1


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("Panel.Plant.Example.", "panel.plant.example"),
        ("fabrika.örnek", "fabrika.xn--rnek-4qa"),
        ("192.168.1.20", "192.168.1.20"),
        ("2001:DB8::1", "2001:db8::1"),
    ],
)
def test_names_are_read_as_people_write_them(home: Home, said: str, read: str) -> None:
    assert read in tls.prepared(home, named=[said]).names


@pytest.mark.parametrize("said", ["", "a b", "-a.example", "a..b", "https://plant", "x" * 300, "*"])
def test_what_is_no_name_is_refused(home: Home, said: str) -> None:
    with pytest.raises(Malformed) as refused:
        tls.prepared(home, named=[said])
    assert refused.value.code == "bad_tls_name"


class TestFilesOfOnesOwn:
    """A certificate that somebody else issued."""

    def test_they_are_looked_at_before_they_are_used(self, home: Home, tmp_path: Path) -> None:
        made = tls.prepared(home, named=[NAME])
        taken = tls.given(made.certificate, made.key)
        assert set(taken.names) == set(made.names)
        assert taken.authority is None

    def test_what_is_none_is_refused(self, home: Home, tmp_path: Path) -> None:
        made, other = tls.prepared(home), tls.prepared(Home(tmp_path / "other"))
        nothing = tmp_path / "nothing.pem"
        nothing.write_text("")
        pairs = [
            *((made.certificate, other.key), (nothing, made.key), (made.certificate, nothing)),
            (tmp_path / "absent", made.key),
        ]
        for certificate, key in pairs:
            with pytest.raises(Malformed) as refused:
                tls.given(certificate, key)
            assert refused.value.code == "bad_certificate"

    def test_one_that_is_over_is_refused(self, home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(issuing, "SERVER_FOR", timedelta(minutes=-1))
        made = tls.prepared(home)
        with pytest.raises(Malformed, match="expired"):
            tls.given(made.certificate, made.key)

    def test_a_certificate_without_its_key_is_half_told(self, home: Home) -> None:
        made = tls.prepared(home)
        for half in ((made.certificate, None), (None, made.key)):
            with pytest.raises(Malformed) as refused:
                up.secured(own=False, named=None, files=half)
            assert refused.value.code == "tls_half_told"


def test_we_answer_to_the_names_of_our_certificate(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in (TLS_NAMES, CA_CERTIFICATE):
        monkeypatch.setenv(name, "")
    made = tls.prepared(home, named=[NAME, "2001:db8::1"])
    serving.announce(made)
    answered = allowed_hosts(os.environ)
    assert {NAME, "[2001:db8::1]", "localhost"} <= set(answered)
    assert tls.hosts(["*.plant.example"]) == [".plant.example"]
    assert os.environ[CA_CERTIFICATE] == str(made.authority)
    assert serving.address(bind="0.0.0.0", port=8443, certificate=made) == f"https://{NAME}:8443"


def test_a_running_server_is_told_when_there_is_another_certificate(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "LOOK_S", 0.01)
    monkeypatch.setattr(issuing, "SERVER_FOR", timedelta(days=29))
    made = tls.prepared(home, named=[NAME])
    monkeypatch.undo()
    monkeypatch.setattr(files, "LOOK_S", 0.01)
    told = threading.Event()
    with tls.renewed(home, named=made.names, then=told.set):
        assert told.wait(10)
    again = tls.found(home)
    assert again is not None
    assert again.until > made.until
    assert again.names == made.names


class TestDoctor:
    """What `gozinto doctor` says of it."""

    def finding(self, home: Home) -> examination.Finding:
        """The line about the certificate."""
        found = {one.matter: one for one in examination.findings(home, demo=False)}
        return found["certificate"]

    def test_without_one_it_says_how_to_have_one(self, home: Home) -> None:
        assert "gozinto up --tls" in self.finding(home).seen

    def test_it_says_for_what_and_for_how_long(self, home: Home) -> None:
        tls.prepared(home, named=[NAME])
        found = self.finding(home)
        assert found.state is State.WELL
        assert NAME in found.seen
        assert "396 d 23 h" in found.seen

    def test_one_that_ends_soon_is_worth_a_look(
        self, home: Home, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(issuing, "SERVER_FOR", timedelta(days=20))
        tls.prepared(home, named=[NAME])
        assert self.finding(home).state is State.LOOK

    def test_a_key_that_others_may_read_is_wrong(self, home: Home) -> None:
        tls.prepared(home, named=[NAME]).key.chmod(0o644)
        found = self.finding(home)
        assert found.state is State.WRONG
        assert found.remedy.startswith("chmod 600")
