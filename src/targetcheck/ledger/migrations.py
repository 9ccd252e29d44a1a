"""Schema migrations of the ledger, in order from the first release.

Layer: ledger. Released migrations never change; a change of the schema is a new migration at the
end. Each runs in one transaction with the row that records it, so a ledger is never between two
versions. Names in braces differ between SQLite and PostgreSQL.
"""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import Connection, inspect, text

from targetcheck.errors import Diagnostic, TargetcheckError
from targetcheck.version import __version__

STEPS: tuple[tuple[str, ...], ...] = (
    (
        (
            "CREATE TABLE rulesets (digest TEXT PRIMARY KEY, id TEXT NOT NULL, title TEXT NOT NULL,"
            " text TEXT NOT NULL){clustered}"
        ),
        (
            "CREATE TABLE tables (digest TEXT PRIMARY KEY, name TEXT NOT NULL,"
            " rows INTEGER NOT NULL, packed {bytes} NOT NULL)"
        ),
        (
            "CREATE TABLE runs (number {counter}, id TEXT NOT NULL UNIQUE,"
            " recorded_at TEXT NOT NULL, ruleset TEXT NOT NULL,"
            " ruleset_digest TEXT NOT NULL REFERENCES rulesets (digest),"
            " data_digest TEXT NOT NULL REFERENCES tables (digest), profile_name TEXT NOT NULL,"
            " profile TEXT NOT NULL, as_of TEXT NOT NULL, known_at TEXT, engine TEXT NOT NULL,"
            " who TEXT NOT NULL, why TEXT NOT NULL, supersedes TEXT REFERENCES runs (id),"
            " rows INTEGER NOT NULL, used INTEGER NOT NULL, verdicts INTEGER NOT NULL,"
            " verdicts_digest TEXT NOT NULL)"
        ),
        (
            "CREATE TABLE verdicts (run INTEGER NOT NULL REFERENCES runs (number),"
            " seq INTEGER NOT NULL, target TEXT NOT NULL, place TEXT NOT NULL, due TEXT NOT NULL,"
            " strength TEXT NOT NULL, status TEXT NOT NULL, reason TEXT NOT NULL,"
            " flags TEXT NOT NULL, value TEXT, unit TEXT, margin TEXT, action TEXT,"
            " leads TEXT NOT NULL, PRIMARY KEY (run, seq)){clustered}"
        ),
        (
            "CREATE TABLE leads (run INTEGER NOT NULL REFERENCES runs (number), lead TEXT NOT NULL,"
            " seq INTEGER NOT NULL, PRIMARY KEY (run, lead, seq)){clustered}"
        ),
        (
            "CREATE TABLE evidence (run INTEGER NOT NULL REFERENCES runs (number),"
            " block INTEGER NOT NULL, packed {bytes} NOT NULL, PRIMARY KEY (run, block))"
        ),
        "CREATE INDEX verdicts_by_place ON verdicts (run, place)",
        "CREATE INDEX verdicts_by_status ON verdicts (run, status)",
    ),
    (
        (
            "CREATE TABLE acts (id TEXT PRIMARY KEY, ruleset TEXT NOT NULL, ladder TEXT NOT NULL,"
            " subject TEXT NOT NULL, period TEXT NOT NULL, step TEXT NOT NULL,"
            " decided_by TEXT NOT NULL, recorded_at TEXT NOT NULL, who TEXT NOT NULL,"
            " told TEXT NOT NULL){clustered}"
        ),
        "CREATE INDEX acts_by_ruleset ON acts (ruleset, period)",
        "CREATE INDEX runs_by_day ON runs (ruleset, as_of)",
    ),
    (
        (
            "CREATE TABLE rectifications (number {counter}, id TEXT NOT NULL UNIQUE,"
            " previous TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, ruleset TEXT NOT NULL,"
            " run TEXT NOT NULL REFERENCES runs (id), list TEXT NOT NULL, item TEXT NOT NULL,"
            " opening INTEGER NOT NULL, written TEXT NOT NULL, source TEXT NOT NULL,"
            " recorded_at TEXT NOT NULL, who TEXT NOT NULL)"
        ),
        "CREATE INDEX rectifications_by_ruleset ON rectifications (ruleset, number)",
    ),
)
GROWING = (
    ("rulesets", "tables", "runs", "verdicts", "leads", "evidence"),
    ("acts",),
    ("rectifications",),
)
"""Append-only tables of each migration; triggers refuse any other change."""
NEWEST = len(STEPS)

_WORDS = {
    "sqlite": {
        "bytes": "BLOB",
        "counter": "INTEGER PRIMARY KEY AUTOINCREMENT",
        "clustered": " WITHOUT ROWID",
    },
    "postgresql": {
        "bytes": "BYTEA",
        "counter": "INTEGER GENERATED ALWAYS AS IDENTITY PRIMARY KEY",
        "clustered": "",
    },
}
_LOCK = 7_305_120_416
"""Number of the PostgreSQL advisory lock for schema changes."""


def version_of(connection: Connection) -> int:
    """Return the schema version of a database; 0 if it holds no ledger yet."""
    if not inspect(connection).has_table("schema_steps"):
        return 0
    found = connection.execute(text("SELECT max(version) FROM schema_steps")).scalar()
    return int(found or 0)


def climb(connection: Connection, upto: int = NEWEST) -> int:
    """Run the missing migrations in the caller's transaction; return the schema version.

    Raises TargetcheckError (`ledger-newer`) if a later release has written the ledger.
    """
    dialect = connection.dialect.name
    if dialect == "postgresql":
        connection.execute(text(f"SELECT pg_advisory_xact_lock({_LOCK})"))
    at = version_of(connection)
    if at > NEWEST:
        raise TargetcheckError(_newer(at))
    if at == 0:
        connection.execute(
            text(
                "CREATE TABLE IF NOT EXISTS schema_steps (version INTEGER PRIMARY KEY,"
                " applied_at TEXT NOT NULL, engine TEXT NOT NULL)"
            )
        )
    for version in range(at + 1, upto + 1):
        _take(connection, version, dialect)
    return max(0, upto - at)


def _take(connection: Connection, version: int, dialect: str) -> None:
    for statement in STEPS[version - 1]:
        connection.exec_driver_sql(statement.format(**_WORDS[dialect]))
    for table in GROWING[version - 1]:
        for statement in _guards(table, dialect):
            connection.exec_driver_sql(statement)
    connection.execute(
        text("INSERT INTO schema_steps (version, applied_at, engine) VALUES (:v, :at, :engine)"),
        {"v": version, "at": datetime.now(UTC).isoformat(), "engine": __version__},
    )


def _guards(table: str, dialect: str) -> tuple[str, ...]:
    """Return the triggers that make a table refuse updates and deletions."""
    if dialect == "sqlite":
        return tuple(
            f"CREATE TRIGGER {table}_no_{what} BEFORE {what} ON {table}"
            " BEGIN SELECT RAISE(ABORT, 'the ledger only grows'); END"
            for what in ("update", "delete")
        )
    return (
        (
            "CREATE OR REPLACE FUNCTION ledger_only_grows() RETURNS trigger LANGUAGE plpgsql AS"
            " $$ BEGIN RAISE EXCEPTION 'the ledger only grows'; END $$"
        ),
        (
            f"CREATE TRIGGER {table}_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION ledger_only_grows()"
        ),
    )


def _newer(at: int) -> Diagnostic:
    return Diagnostic(
        "ledger-newer",
        f"the ledger has schema version {at}; this release supports up to {NEWEST}",
        f"台账的结构版本为{at}，高于本程序支持的{NEWEST}",
        "upgrade targetcheck",
        "请升级 targetcheck",
    )
