"""The keeper and its server: who starts whom, who dies with whom, and what is refused."""

from __future__ import annotations

import io
import multiprocessing
import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from gozinto.deployment import database, postgres
from gozinto.deployment.homes import Home, is_root
from gozinto.deployment.postgres import Server, account, binaries
from gozinto.deployment.postgres import cluster as clusters
from gozinto.deployment.postgres.attachment import keeper_alive
from gozinto.deployment.postgres.keeper import Keeper
from gozinto.errors import Unavailable
from tests import homes


@pytest.fixture
def fresh_home() -> Iterator[Home]:
    """A home of this test alone."""
    with homes.temporary() as made:
        yield made


@pytest.fixture(scope="module")
def home() -> Iterator[Home]:
    """A home that several tests start and strike; each leaves it able to start."""
    with homes.temporary() as made:
        yield made


def value(server: Server, query: str) -> object:
    """One value, as the superuser."""
    with psycopg.connect(**server.superuser.psycopg()) as connection:
        row = connection.execute(query).fetchone()
    assert row is not None
    return row[0]


def test_the_cluster_is_made_as_designed(home: Home) -> None:
    with postgres.running(home) as server:
        assert value(server, "SHOW data_checksums") == "on"
        assert value(server, "SHOW server_encoding") == "UTF8"
        assert value(server, "SHOW listen_addresses") == ""
        assert value(server, "SHOW password_encryption") == "scram-sha-256"
        assert value(server, "SELECT datcollate FROM pg_database WHERE datname = 'postgres'") in (
            "C",
            "C.UTF-8",
        )
        # Letters beyond ASCII are letters, whatever the caller's language is.
        assert value(server, "SELECT upper('ç')") == "Ç"
        socket = Path(server.cluster.socket)
        assert socket.stat().st_mode & 0o777 == 0o700
        assert server.cluster.data not in socket.parents
        wrong = server.owner.as_role(user=server.owner.user, password="wrong")
        with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
            psycopg.connect(**wrong.psycopg())
        assert value(server, "SELECT rolsuper FROM pg_roles WHERE rolname = 'gozinto_owner'") is (
            False
        )


def test_the_server_leaves_after_its_last_user(home: Home) -> None:
    with postgres.running(home) as first:
        pid = homes.server_pid(home)
        with postgres.running(home):
            assert homes.server_pid(home) == pid
        assert value(first, "SELECT 1") == 1
    homes.wait_until(lambda: not keeper_alive(home))
    with pytest.raises(FileNotFoundError):
        homes.server_pid(home)


def attach_once(path: str, gate: object, answers: object) -> None:
    """A starter among several: reports which server it got."""
    gate.wait()  # type: ignore[attr-defined]
    with postgres.running(Home(Path(path))) as server:
        answers.put(value(server, "SELECT system_identifier FROM pg_control_system()"))  # type: ignore[attr-defined]
        gate.wait()  # type: ignore[attr-defined]


def test_starters_at_once_make_one_cluster(fresh_home: Home) -> None:
    context = multiprocessing.get_context("spawn")
    gate, answers = context.Barrier(3), context.Queue()
    starters = [
        context.Process(target=attach_once, args=(str(fresh_home.path), gate, answers))
        for _ in range(3)
    ]
    for starter in starters:
        starter.start()
    found = {answers.get(timeout=60) for _ in starters}
    for starter in starters:
        starter.join(60)
    assert len(found) == 1
    assert [starter.exitcode for starter in starters] == [0, 0, 0]


def test_the_keeper_starts_a_killed_server_again(home: Home) -> None:
    with postgres.running(home) as server:
        keeper, pid = homes.keeper_pid(home), homes.server_pid(home)
        os.kill(pid, signal.SIGKILL)
        server.ensure()
        homes.wait_until(lambda: homes.server_pid(home) != pid)
        assert homes.keeper_pid(home) == keeper
        assert value(server, "SELECT 1") == 1


@pytest.mark.skipif(account.setpriv() is None, reason="no util-linux: nothing sets a death signal")
def test_the_server_dies_with_its_keeper_and_the_next_command_starts_again(home: Home) -> None:
    with postgres.running(home) as server:
        pid, keeper = homes.server_pid(home), homes.keeper_pid(home)
        os.kill(keeper, signal.SIGKILL)
        homes.wait_until(lambda: not Path(f"/proc/{pid}").exists(), patience_s=20)
        server.ensure()
        assert homes.keeper_pid(home) != keeper
        assert value(server, "SELECT 1") == 1


def test_a_server_without_a_keeper_is_asked_to_leave(home: Home) -> None:
    """Where no death signal reaches it: the next keeper finds it and ends it first."""
    with postgres.running(home) as server:
        found = clusters.binaries(server.cluster)
    homes.wait_until(lambda: not keeper_alive(home))
    command, rest = account.launch(
        clusters.server_arguments(server.cluster, found), account=server.cluster.runner()
    )
    clusters.open_socket_directory(server.cluster)
    with subprocess.Popen(command, stderr=subprocess.DEVNULL, cwd="/", **rest) as orphan:
        homes.wait_until(lambda: Path(server.cluster.socket, ".s.PGSQL.5432").exists())
        keeper = Keeper(home=home, cluster=server.cluster, users=io.StringIO())
        keeper.end_orphan()
        assert orphan.wait(60) == 0
    with postgres.running(home) as server:
        assert value(server, "SELECT 1") == 1


def test_a_server_that_cannot_start_says_why(home: Home) -> None:
    with postgres.running(home) as server:
        data = server.cluster.data
    homes.wait_until(lambda: not keeper_alive(home))
    conf = data / "postgresql.conf"
    good = conf.read_text()
    conf.write_text(good + "shared_buffers = nonsense\n")
    with pytest.raises(Unavailable, match="does not start") as refused, postgres.running(home):
        pass
    conf.write_text(good)
    assert "configuration file" in refused.value.message


def test_two_homes_never_touch_each_other(home: Home, fresh_home: Home) -> None:
    with postgres.running(home) as one, postgres.running(fresh_home) as two:
        assert one.cluster.socket != two.cluster.socket
        assert one.owner.password != two.owner.password
        query = "SELECT system_identifier FROM pg_control_system()"
        assert value(one, query) != value(two, query)


def test_a_home_that_is_removed_ends_its_server(fresh_home: Home) -> None:
    with postgres.running(fresh_home) as server:
        pid = homes.server_pid(fresh_home)
        clusters.state_file(fresh_home).unlink()
        homes.wait_until(lambda: not Path(f"/proc/{pid}").exists(), patience_s=20)
        shutil.rmtree(server.cluster.directory)
        shutil.rmtree(server.cluster.socket, ignore_errors=True)


@pytest.mark.skipif(not is_root(), reason="only root has a home that others cannot enter")
def test_a_home_closed_to_the_account_keeps_its_data_elsewhere() -> None:
    with homes.temporary() as made:
        made.path.chmod(0o700)
        with postgres.running(made) as server:
            assert made.path not in server.cluster.data.parents
            assert value(server, "SELECT 1") == 1


def test_data_of_another_major_version_is_refused_with_the_way_out() -> None:
    with pytest.raises(Unavailable, match="PostgreSQL 9") as refused:
        binaries.find(major=9)
    assert "back up" in refused.value.next_step


def test_without_any_server_one_sentence_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("GOZINTO_POSTGRES", str(tmp_path))
    with pytest.raises(Unavailable, match="No PostgreSQL 15") as refused:
        binaries.find()
    assert "DATABASE_URL" in refused.value.next_step


@pytest.mark.parametrize("setting", ["fsync", "full_page_writes"])
def test_a_server_that_may_lose_commits_is_refused(home: Home, setting: str) -> None:
    with postgres.running(home) as server:
        roles = database.prepared(server.owner.of("gozinto"), home=home)
        assert database.check_safe(roles.application) is None
        with psycopg.connect(**server.superuser.psycopg(), autocommit=True) as superuser:
            superuser.execute(f"ALTER SYSTEM SET {setting} = off")
            superuser.execute("SELECT pg_reload_conf()")

        def refused() -> bool:
            try:
                database.check_safe(roles.application)
            except Unavailable as problem:
                return setting in problem.message and setting in problem.next_step
            return False

        homes.wait_until(refused, patience_s=10)
        said = homes.command(home, "migrate")
        with psycopg.connect(**server.superuser.psycopg(), autocommit=True) as superuser:
            superuser.execute(f"ALTER SYSTEM RESET {setting}")
            superuser.execute("SELECT pg_reload_conf()")
    assert said.returncode == 1
    assert setting in said.stderr
    assert "Traceback" not in said.stderr


@pytest.mark.parametrize("right", ["SUPERUSER", "BYPASSRLS"])
def test_a_role_above_the_rules_is_refused(home: Home, right: str) -> None:
    with postgres.running(home) as server:
        roles = database.prepared(server.owner.of("gozinto"), home=home)
        with psycopg.connect(**server.superuser.psycopg(), autocommit=True) as superuser:
            superuser.execute(f"ALTER ROLE gozinto_app {right}")
            with pytest.raises(Unavailable, match="role gozinto_app"):
                database.check_safe(roles.application)
            superuser.execute(f"ALTER ROLE gozinto_app NO{right}")
