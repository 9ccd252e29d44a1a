"""An Open SDG site becomes a ruleset, its data files are reports, verdicts become its progress."""

from __future__ import annotations

import pytest

import targetcheck as tc
from targetcheck.cli.entry_point import run
from targetcheck.interchange.sdg_site.progress_status_writer import as_open_sdg
from targetcheck.interchange.sdg_site.site_reader import read_site
from targetcheck.yaml_text.yaml_source import read_document_text

CONFIGS = {
    "indicator-config/3-1-1.yml": """\
auto_progress_calculation: true
indicator_name: global_indicators.3-1-1-title
computation_units: Maternal deaths per 100,000 live births
progress_calculation_options:
- direction: negative
  target: 70
""",
    "meta/6-1-1.md": """\
---
indicator_name: Safely managed drinking water
auto_progress_calculation: true
progress_calculation_options:
- group:
  - series: Drinking water
    direction: positive
    target: 100
  - series: Hygiene
    direction: positive
    unit: Percentage (%)
    limit: 100
- series: Drinking water
  disaggregation:
  - field: Area
    value: Rural
---
A page.
""",
    "indicator-config/7-2-1.yml": "auto_progress_calculation: false\n",
    "indicator-config/8-1-1.yml": """\
auto_progress_calculation: true
progress_calculation_options:
- direction: positive
  base_year: 2016
  target_year: 2025
  target: 0.5
""",
}
DATA = {
    "indicator_3-1-1.csv": "Year,Value\n2015,90\n2016,88\n2020,80\n",
    "indicator_6-1-1.csv": """\
Year,Series,Geography,Status,Units,GeoCode,Value
2015,Drinking water,,,Percentage (%),,80
2020,Drinking water,,,Percentage (%),,85
2020,Drinking water,North,,Percentage (%),01,60
2020,Drinking water,,Rural,Percentage (%),,55
2015,Hygiene,,,Percentage (%),,90
2020,Hygiene,,,Percentage (%),,91
2020,Hygiene,,,Number,,4000
2020,Sanitation,,,Percentage (%),,40
""",
    "indicator_8-1-1.csv": "Year,Progress,Value\n2016,0.1,7\n2020,0.4,3\n2003-05,0.2,5\n",
}  # fmt: skip


@pytest.fixture
def site(tmp_path):
    for name, text in {**CONFIGS, **{f"data/{n}": t for n, t in DATA.items()}}.items():
        path = tmp_path / "site" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path / "site"


@pytest.fixture
def made(site, tmp_path, capsys):
    order = ["new", str(tmp_path / "made"), "--from-open-sdg", str(site), "--place", "xy=Xyland"]
    assert run([*order, "--lang", "en"]) == 0
    return tmp_path / "made", capsys.readouterr()


def test_options_become_targets_and_what_is_left_out_is_said(made):
    folder, printed = made
    ruleset = tc.load_ruleset(str(folder))
    assert [target.id for target in ruleset.targets] == ["3-1-1", "6-1-1.1", "6-1-1.2", "8-1-1"]
    assert "open-sdg-part" in printed.err
    assert "6-1-1" in printed.err
    first, water, hygiene, growth = ruleset.targets
    assert str(first.due) == "2030-12-31"
    assert ruleset.indicators["3-1-1"].better == "lower"
    assert ruleset.indicators["3-1-1"].en == "3.1.1"
    assert ruleset.indicators["3-1-1"].note == "Maternal deaths per 100,000 live births"
    assert ruleset.indicators["6-1-1.1"].unit.name == "percent"
    assert water.baseline.period == "2015"
    assert hygiene.require.better_than.period == "2015"
    assert str(growth.due) == "2025-12-31"


def test_the_data_of_the_site_are_its_reports(made, site):
    folder, _ = made
    files = sorted((site / "data").glob("*.csv"))
    result = tc.evaluate(str(folder), [str(file) for file in files], as_of="2021-06-30")
    figures = {v.target: (v.value, v.status) for v in result}
    assert figures["3-1-1"][0] == 80
    assert figures["6-1-1.1"] == (85, "at_risk")
    assert figures["6-1-1.2"][0] == 91
    assert str(figures["8-1-1"][0]) == "2/5"  # of the column Progress
    aside = sorted((one.why.code, one.why.where.line) for one in result.set_aside)
    assert aside == [
        ("indicator-unknown", 8),
        ("indicator-unknown", 9),
        ("row-is-slice", 4),
        ("row-is-slice", 5),
        ("year-span", 4),
    ]


def test_other_tables_and_several_places_are_left_as_they_are(site):
    two = {
        "targetcheck": 1, "id": "c", "title": "t",
        "document": {"number": "1", "issuer": "x", "issued": "2015-01-01"},
        "places": {"a": {"en": "A"}, "b": {"en": "B"}},
        "indicators": {"3-1-1": {"en": "deaths"}}, "targets": [],
    }  # fmt: skip
    with pytest.raises(tc.TargetcheckError, match="place"):
        tc.evaluate(two, site / "data" / "indicator_3-1-1.csv", as_of="2021-06-30")


def test_progress_is_what_open_sdg_displays(made, site):
    folder, _ = made
    files = [str(file) for file in sorted((site / "data").glob("*.csv"))]
    result = tc.evaluate(str(folder), files, as_of="2021-06-30")
    progress = read_document_text(as_open_sdg(result), "progress.yml").data
    assert set(progress) == {"3-1-1", "6-1-1", "8-1-1"}
    water = progress["6-1-1"]
    assert water["auto_progress_calculation"] is False
    scores = [float(one["score"]) for one in water["targetcheck"]]
    statuses = [one["progress_status"] for one in water["targetcheck"]]
    assert water["progress_status"] == min(
        statuses, key=["limited_progress", "moderate_progress", "substantial_progress"].index
    )
    # Open SDG: 7.1429 R - 4.2857 from R = 0.6, with R the ratio of growth rates to 100 from 80.
    observed = (85 / 80) ** (1 / 5) - 1
    ratio = observed / ((100 / 80) ** (1 / 15) - 1)
    assert scores[0] == pytest.approx(7.1429 * ratio - 4.2857, abs=2e-3)


def test_progress_in_chinese_starts_with_a_chinese_line(made, site):
    result = tc.evaluate(str(made[0]), site / "data" / "indicator_3-1-1.csv", as_of="2021-06-30")
    assert as_open_sdg(result, "zh").startswith("# 截至2021-06-30的进展，按指标列出；")


def test_a_folder_that_is_no_site_is_refused(tmp_path):
    with pytest.raises(tc.TargetcheckError, match="open-sdg-site"):
        read_site(str(tmp_path))


@pytest.mark.parametrize(
    ("options", "key"),
    [
        ("\n- target: high", "target: high"),
        ("\n- target: .nan", "target: .nan"),
        ("\n- direction: down\n  target: 5", "direction: down"),
        ("\n- target: 5\n  target_year: 2030.5", "target_year: 2030.5"),
        ("\n- base_year: 15", "base_year: 15"),
        (" 70", "progress_calculation_options: 70"),
        ("\n- 70", "progress_calculation_options: 70"),
        ("\n- group: 70", "progress_calculation_options: 70"),
    ],
)
def test_an_option_that_cannot_be_read_is_left_out_with_its_file(options, key, site):
    path = site / "indicator-config" / "3-1-1.yml"
    text = f"auto_progress_calculation: true\nprogress_calculation_options:{options}\n"
    path.write_text(text, encoding="utf-8")
    read = read_site(str(site))
    found = read.left_out[0]
    assert (found.code, found.where.file) == ("open-sdg-option", str(path))
    assert f"`{key}`" in found.en
    assert f"“{key}”" in found.zh
    assert "3-1-1" not in read.indicators


def test_a_key_that_stands_twice_is_an_error_with_its_line(site):
    path = site / "indicator-config" / "3-1-1.yml"
    path.write_text(f"{path.read_text('utf-8')}  target: 71\n", encoding="utf-8")
    with pytest.raises(tc.TargetcheckError) as caught:
        read_site(str(site))
    (found,) = caught.value.diagnostics
    assert (found.code, found.where.line) == ("yaml-duplicate-key", 7)


def test_a_broken_configuration_is_an_error_with_its_line(site):
    (site / "meta" / "3-1-1.yml").write_text("a: [1\nb: 2\n", encoding="utf-8")
    with pytest.raises(tc.TargetcheckError) as caught:
        read_site(str(site))
    assert caught.value.diagnostics[0].where.line > 0
