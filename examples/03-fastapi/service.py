"""Verdicts over HTTP."""

from __future__ import annotations

from typing import Annotated

from fastapi import Body, FastAPI, HTTPException, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict

import targetcheck as tc

PLAN = tc.compile_plan("hubei/huangshi-yangtze-2024")
QUIET = ("pass", "on_track", "not_due", "not_applicable")
app = FastAPI(title="Verdicts on the Huangshi Yangtze plan", version="1")


class Row(BaseModel):
    """One reported value; further columns of a table are accepted as they are."""

    model_config = ConfigDict(extra="allow")
    place: str
    indicator: str
    period: str
    value: str | float


class ShortVerdict(BaseModel):
    """A verdict in short."""

    target: str
    place: str
    due: str
    status: str
    reason: str
    sentence: str


class Answer(BaseModel):
    """Counts by status, the verdicts that need attention, the rows that were not used."""

    counts: dict[str, int]
    attention: list[ShortVerdict]
    set_aside: list[str]


Rows = Annotated[list[Row], Body()]


@app.exception_handler(tc.TargetcheckError)
def unusable(_: Request, error: tc.TargetcheckError) -> JSONResponse:
    """Answer what cannot be used by its findings."""
    found = [
        {"code": f.code, "where": str(f.where), "en": f.en, "zh": f.zh,
         "hint_en": f.hint_en, "hint_zh": f.hint_zh}
        for f in error.diagnostics
    ]  # fmt: skip
    return JSONResponse({"findings": found}, status_code=422)


def judged(rows: list[Row], as_of: str) -> tc.Result:
    """Evaluate the rows of a request."""
    return tc.evaluate(PLAN, [row.model_dump(exclude_none=True) for row in rows], as_of=as_of)


@app.post("/verdicts")
def verdicts(rows: Rows, as_of: str) -> Answer:
    """Judge a table."""
    result = judged(rows, as_of)
    return Answer(
        counts=result.summary(),
        attention=[
            ShortVerdict(
                target=v.target,
                place=v.place,
                due=v.due.isoformat(),
                status=v.status,
                reason=v.reason,
                sentence=v.sentence("zh"),
            )
            for v in result
            if v.status not in QUIET and v.cause != "data"
        ],
        set_aside=[aside.why.text("zh") for aside in result.set_aside],
    )


@app.post("/verdicts/{target}/{place}")
def verdict(target: str, place: str, rows: Rows, as_of: str) -> dict[str, object]:
    """Judge one target at one place, with everything the verdict rests on."""
    try:
        found = judged(rows, as_of)[target, place]
    except KeyError as error:
        raise HTTPException(404, str(error.args[0])) from None
    return {"zh": found.sentence("zh"), "en": found.sentence("en"), "verdict": found.to_dict()}
