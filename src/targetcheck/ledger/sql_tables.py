"""SQLAlchemy tables of the newest ledger schema, for queries.

Layer: ledger. migrations.py creates them; a test compares the two.
"""

from __future__ import annotations

from sqlalchemy import Column, Integer, LargeBinary, MetaData, Table, Text

metadata = MetaData()

schema_steps = Table(
    "schema_steps",
    metadata,
    Column("version", Integer, primary_key=True),
    Column("applied_at", Text, nullable=False),
    Column("engine", Text, nullable=False),
)
rulesets = Table(
    "rulesets",
    metadata,
    Column("digest", Text, primary_key=True),
    Column("id", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("text", Text, nullable=False),
)
tables = Table(
    "tables",
    metadata,
    Column("digest", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("rows", Integer, nullable=False),
    Column("packed", LargeBinary, nullable=False),
)
runs = Table(
    "runs",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("recorded_at", Text, nullable=False),
    Column("ruleset", Text, nullable=False),
    Column("ruleset_digest", Text, nullable=False),
    Column("data_digest", Text, nullable=False),
    Column("profile_name", Text, nullable=False),
    Column("profile", Text, nullable=False),
    Column("as_of", Text, nullable=False),
    Column("known_at", Text),
    Column("engine", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("supersedes", Text),
    Column("rows", Integer, nullable=False),
    Column("used", Integer, nullable=False),
    Column("verdicts", Integer, nullable=False),
    Column("verdicts_digest", Text, nullable=False),
)
verdicts = Table(
    "verdicts",
    metadata,
    Column("run", Integer, primary_key=True),
    Column("seq", Integer, primary_key=True),
    Column("target", Text, nullable=False),
    Column("place", Text, nullable=False),
    Column("due", Text, nullable=False),
    Column("strength", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("flags", Text, nullable=False),
    Column("value", Text),
    Column("unit", Text),
    Column("margin", Text),
    Column("action", Text),
    Column("leads", Text, nullable=False),
)
leads = Table(
    "leads",
    metadata,
    Column("run", Integer, primary_key=True),
    Column("lead", Text, primary_key=True),
    Column("seq", Integer, primary_key=True),
)
evidence = Table(
    "evidence",
    metadata,
    Column("run", Integer, primary_key=True),
    Column("block", Integer, primary_key=True),
    Column("packed", LargeBinary, nullable=False),
)
acts = Table(
    "acts",
    metadata,
    Column("id", Text, primary_key=True),
    Column("ruleset", Text, nullable=False),
    Column("ladder", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("period", Text, nullable=False),
    Column("step", Text, nullable=False),
    Column("decided_by", Text, nullable=False),
    Column("recorded_at", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("told", Text, nullable=False),
)
rectifications = Table(
    "rectifications",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("previous", Text, nullable=False, unique=True),
    Column("kind", Text, nullable=False),
    Column("ruleset", Text, nullable=False),
    Column("run", Text, nullable=False),
    Column("list", Text, nullable=False),
    Column("item", Text, nullable=False),
    Column("opening", Integer, nullable=False),
    Column("written", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("recorded_at", Text, nullable=False),
    Column("who", Text, nullable=False),
)
KEPT = ("rulesets", "tables", "runs", "verdicts", "leads", "evidence", "acts",
        "rectifications")  # fmt: skip
"""Append-only tables."""
