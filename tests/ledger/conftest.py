"""Plans, tables and servers for the tests of the ledger."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path

import pytest
from small_town import ROWS, plan_text

import targetcheck as tc
from programs import HANGS, program
from targetcheck.ledger import Ledger


@pytest.fixture
def ledger(tmp_path):
    with Ledger(tmp_path / "ledger.db") as book:
        yield book


@pytest.fixture
def recorded(ledger):
    """A function that evaluates and records: rules, rows and a day become a run."""

    def record(rules=None, rows=ROWS, as_of="2024-12-31", known_at=None, profile=None, **more):
        plan = tc.compile_plan(rules or plan_text(), profile)
        result = tc.evaluate(plan, list(rows), as_of=as_of, known_at=known_at)
        return ledger.record(result, list(rows), **more)

    return record


# -- a PostgreSQL server of our own


def _programs():
    found = shutil.which("initdb")
    folders = [Path(found).parent] if found else []
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    whole = (f for f in folders if (f / "initdb").exists() and (f / "postgres").exists())
    return next(whole, None) or Path(program("initdb")).parent


@pytest.fixture(scope="session")
def postgres():
    """The address of an empty PostgreSQL server that lives as long as the tests."""
    pytest.importorskip("psycopg", reason="needs the extra `postgresql`")
    programs = _programs()
    user = {"user": "postgres" if _user("postgres") else "nobody"} if os.getuid() == 0 else {}
    folder = Path(tempfile.mkdtemp(prefix="targetcheck-pg-"))
    if user:
        shutil.chown(folder, user["user"])
    base = {"cwd": folder, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, **user}
    data = str(folder / "data")
    make = [
        programs / "initdb",
        "-D",
        data,
        "-U",
        "tester",
        "-A",
        "trust",
        "-E",
        "UTF8",
        "--no-sync",
    ]
    subprocess.run(make, check=True, **base)
    port = _free_port()
    options = ["-p", str(port), "-c", "listen_addresses=127.0.0.1", "-k", str(folder)]
    server = subprocess.Popen([programs / "postgres", "-D", data, *options], **base)
    try:
        yield _ready(server, port)
    finally:
        server.send_signal(signal.SIGINT)  # ends at once, whoever is connected
        server.wait(HANGS)
        shutil.rmtree(folder, ignore_errors=True)


def _user(name):
    import pwd

    try:
        return pwd.getpwnam(name)
    except KeyError:
        return None


def _free_port():
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return door.getsockname()[1]


def _ready(server, port):
    import psycopg

    address = f"postgresql://tester@127.0.0.1:{port}/postgres"
    for _ in range(10 * HANGS):
        assert server.poll() is None, "the server has ended"
        try:
            psycopg.connect(address).close()
        except psycopg.OperationalError:
            time.sleep(0.1)
        else:
            return address
    raise AssertionError("the server does not answer")


@pytest.fixture
def database(postgres):
    """The address of a new, empty database."""
    import psycopg

    name = f"ledger_{time.monotonic_ns()}"
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return postgres.rsplit("/", 1)[0] + f"/{name}"
