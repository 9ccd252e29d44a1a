"""A PostgreSQL server of our own, for tests that need a real one."""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path

import pytest

from programs import HANGS, program


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
