"""A pandas frame whose value is the float 0.1 + 0.2."""

from __future__ import annotations

import pandas as pd


def frame() -> pd.DataFrame:
    """Return the frame."""
    value = 0.1 + 0.2
    row = {"place": "town", "indicator": "x", "period": "2024", "value": value, "unit": "mg/L"}
    return pd.DataFrame([row])
