"""A pandas frame whose period is the fourth quarter of a year that ends in March."""

from __future__ import annotations

import pandas as pd


def frame() -> pd.DataFrame:
    """Return the frame."""
    period = pd.Period("2024Q4", freq="Q-MAR")
    row = {"place": "town", "indicator": "x", "period": period, "value": 9.5, "unit": "mg/L"}
    return pd.DataFrame([row])
