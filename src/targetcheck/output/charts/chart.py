"""A chart: its Vega-Lite specification, rendered on demand.

Layer: output. Input: a specification as plain data. Output: SVG with text elements, PNG, HTML for a
notebook. Rendering loads nothing over the network.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from targetcheck.errors import Diagnostic, TargetcheckError
from targetcheck.install_command import install_command
from targetcheck.output.status_colours import FONT

Spec = dict[str, Any]
SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json"
_CONFIG = {
    "aria": False,
    "font": FONT,
    "background": None,
    "view": {"stroke": None},
    "axis": {
        "labelColor": "#333",
        "titleColor": "#333",
        "gridColor": "#e3e6e8",
        "labelFontSize": 11,
        "titleFontSize": 11,
        "titleFontWeight": "normal",
        "labelLimit": 260,
    },
    "header": {"labelFontSize": 12, "labelColor": "#222", "labelLimit": 620},
    "legend": {"labelColor": "#333", "labelFontSize": 11, "symbolType": "square"},
}
_SILENT = re.compile(
    r' (?:aria-hidden="true"|aria-roledescription="[^"]*"|role="graphics-[a-z]+"'
    r'|pointer-events="none"|xmlns:xlink="[^"]*"|version="1\.1")'
)
_IDS = re.compile(r'(\bid="|url\(#|href="#)')


@dataclass(frozen=True, slots=True)
class Drawing:
    """One chart; `alt` is its text alternative, `rows` the number of its marks."""

    spec: Spec
    alt: str
    rows: int = 0

    def svg(self, name: str = "") -> str:
        """Return the chart as SVG; `name` makes its ids unique, for several charts on one page.

        Raises TargetcheckError (`part-missing`) without the extra `office`.
        """
        text: str = _library().vegalite_to_svg(self._full())
        text = _SILENT.sub("", text)
        return _IDS.sub(rf"\g<1>{name}-", text) if name else text

    def png(self, scale: float = 2.0) -> bytes:
        """Return the chart as PNG on white, drawn with local fonts."""
        full = self._full()
        full["config"] = {**full["config"], "background": "white"}
        picture: bytes = _library().vegalite_to_png(full, scale=scale)
        return picture

    def to_dict(self) -> Spec:
        """Return the Vega-Lite specification, for other tools."""
        return self._full()

    def _repr_svg_(self) -> str:
        return self.svg()

    def _full(self) -> Spec:
        return {"$schema": SCHEMA, "config": dict(_CONFIG), **self.spec}


@cache
def chinese_font() -> bool:
    """Return whether a local font has Chinese: two characters must render differently."""
    pictures = {_probe(character) for character in "国市"}
    return len(pictures) > 1


def _probe(character: str) -> bytes:
    spec: Spec = {
        "data": {"values": [{"t": character}]},
        "mark": {"type": "text", "fontSize": 20},
        "encoding": {"text": {"field": "t"}},
        "width": 30,
        "height": 30,
    }
    return Drawing(spec, "").png(1.0)


def _library() -> Any:
    try:
        import vl_convert
    except ImportError:
        raise TargetcheckError(
            Diagnostic(
                "part-missing",
                "charts need a part that is not installed",
                "绘图所需的可选组件未安装",
                f"install it with `{install_command('office')}`",
                f"请运行 {install_command('office')} 安装",
            )
        ) from None
    return vl_convert
