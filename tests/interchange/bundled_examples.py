"""Every bundled ruleset with its example data and a day on which most of its targets are due."""

from __future__ import annotations

from pathlib import Path

EXAMPLES = Path(__file__).parents[2] / "examples"
BUNDLED = {
    "hubei/huangshi-ftz-2024": ("huangshi/ftz-2024.csv", "2024-12-31"),
    "hubei/huangshi-land-2024": ("huangshi/land-2024.csv", "2024-12-31"),
    "hubei/huangshi-village-health-2024": ("huangshi/village-health-2024.csv", "2024-12-31"),
    "hubei/huangshi-yangtze-2024": ("huangshi/2024q4.csv", "2024-12-31"),
    "hubei/hubei-environment-2024": ("hubei/hubei-environment-2024.csv", "2024-12-31"),
    "hubei/shiyan-yangtze-2018": ("shiyan/yangtze-2018.csv", "2020-12-31"),
    "hubei/suizhou-yangtze-2024": ("suizhou/suizhou-yangtze-2024.csv", "2024-12-31"),
    "hubei/xianning-actions-2022": ("xianning/actions-2022.csv", "2024-12-31"),
    "hubei/xianning-digital-2022": ("xianning/digital-2022.csv", "2024-12-31"),
    "hubei/xianning-drug-safety-2022": ("xianning/drug-safety-2022.csv", "2024-12-31"),
    "hubei/xianning-graduates-2022": ("xianning/graduates-2022.csv", "2024-12-31"),
    "hubei/xianning-investment-2022": ("xianning/investment-2022.csv", "2024-12-31"),
    "hubei/xianning-medical-aid-2022": ("xianning/medical-aid-2022.csv", "2024-12-31"),
    "hubei/xianning-rental-housing-2022": ("xianning/rental-housing-2022.csv", "2024-12-31"),
    "hubei/xianning-yearbook-2022": ("xianning/yearbook-2022.csv", "2022-12-31"),
}
CASES = [
    *((name, data, day) for name, (data, day) in BUNDLED.items()),
    ("hubei/huangshi-yangtze-2024", "huangshi/2024q3.csv", "2024-09-30"),
]
IDS = [f"{name.rpartition('/')[2]}-{day}" for name, _, day in CASES]
