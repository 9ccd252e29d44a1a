"""Connections to the database of a ledger: SQLite with full durability, or PostgreSQL.

Layer: ledger. Input: a path or a URL. Output: an SQLAlchemy Engine with serialized writers.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from targetcheck.errors import Diagnostic, TargetcheckError, Where
from targetcheck.install_command import install_command

WAIT_SECONDS = 60
"""Seconds that a writer waits for another one before it fails."""


def engine_of(place: str | os.PathLike[str], *, create: bool = True) -> Engine:
    """Return the engine of a ledger; raise TargetcheckError if it cannot be opened."""
    url = _url(place, create=create)
    try:
        engine = create_engine(url)
    except (ModuleNotFoundError, NoSuchModuleError):
        raise TargetcheckError(_no_driver(url)) from None
    if url.get_backend_name() == "sqlite":
        event.listen(engine, "connect", _safe)
        event.listen(engine, "begin", _begin)
    _try(engine, url)
    return engine


def _try(engine: Engine, url: URL) -> None:
    try:
        with engine.connect() as connection:
            connection.exec_driver_sql("SELECT count(*) FROM sqlite_master") if (
                url.get_backend_name() == "sqlite"
            ) else connection.exec_driver_sql("SELECT 1")
    except DBAPIError as error:
        engine.dispose()
        raise TargetcheckError(_not_opened(url, error)) from None


def _url(place: str | os.PathLike[str], *, create: bool) -> URL:
    text = os.fspath(place)
    if "://" not in text:
        if not create and not Path(text).is_file():
            raise TargetcheckError(_absent(text))
        return URL.create("sqlite", database=text)
    try:
        url = make_url(text)
    except ArgumentError:
        raise TargetcheckError(_unreadable(text)) from None
    if url.get_backend_name() not in ("sqlite", "postgresql"):
        raise TargetcheckError(_unreadable(text))
    return url.set(drivername="postgresql+psycopg") if url.drivername == "postgresql" else url


def _safe(connection: Any, _: object) -> None:
    """Turn on the write-ahead log and full flushing; turn off implicit transactions."""
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {WAIT_SECONDS * 1000}")
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()


def _begin(connection: Connection) -> None:
    """Take the write lock when a transaction begins, so that a writer waits and never aborts midway."""
    writing = connection.get_execution_options().get("writing")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def _shown(url: URL) -> str:
    return url.render_as_string(hide_password=True).removeprefix("sqlite:///")


def _absent(text: str) -> Diagnostic:
    return Diagnostic(
        "ledger-missing",
        f"there is no ledger `{text}`",
        f"没有台账“{text}”",
        "`ledger record` or `evaluate --ledger` creates one",
        "ledger record 或 evaluate --ledger 会建立台账",
    )


def _unreadable(text: str) -> Diagnostic:
    shown = text.partition("://")[0]
    return Diagnostic(
        "ledger-place",
        f"`{shown}://` is not a supported kind of ledger address",
        f"不支持以“{shown}://”开头的台账地址",
        "give a path for SQLite, or postgresql://user@host/database",
        "请给出 SQLite 文件路径，或 postgresql://用户@主机/数据库",
    )


def _no_driver(url: URL) -> Diagnostic:
    return Diagnostic(
        "ledger-no-driver",
        f"the driver for {url.get_backend_name()} is not installed",
        f"没有安装 {url.get_backend_name()} 的驱动",
        f"install it with `{install_command('postgresql')}`",
        f"请运行 {install_command('postgresql')} 安装",
    )


def _not_opened(url: URL, error: DBAPIError) -> Diagnostic:
    said = " ".join(str(error.orig).split())[:200]
    return Diagnostic(
        "ledger-unusable",
        f"the ledger cannot be opened: {said}",
        f"台账无法打开：{said}",
        "check the path, the permissions, and that the file is a ledger",
        "请检查路径、权限，以及它是否为台账",
        Where(_shown(url)),
    )
