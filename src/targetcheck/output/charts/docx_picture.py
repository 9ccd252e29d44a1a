"""A chart as a picture of a Word document, drawn with the fonts of whoever reads it.

Layer: output. Input: a run of python-docx and a Drawing. Output: the picture, added to the run. The
picture is an SVG whose text is text, so that it needs no font of the machine that writes it; beside
it stands a PNG for programs that draw no SVG. Without a Chinese font that PNG only says so.
"""

from __future__ import annotations

import io
import re
from typing import Any

from targetcheck.errors import Language
from targetcheck.output.charts.chart import Drawing, chinese_font

NO_BITMAPS = "⚠ 制作本文件的计算机没有中文字体，图表只以矢量图嵌入，须用Word 2016及以上版本查看；各表内容不受影响。"
"""What a Chinese document says where its charts have no picture for older programs."""
_SIZE = re.compile(r'<svg[^>]*\bwidth="([\d.]+)" height="([\d.]+)"')
_PIXEL = 914400 * 2 / 72
"""A unit of a chart in English Metric Units: pictures have two dots for each, 72 to the inch."""
_EXTENSION = "{96DAC541-7B7A-43D3-8B79-37D633B846F1}"
_SVG = "http://schemas.microsoft.com/office/drawing/2016/SVG/main"


def add_chart(
    run: Any, drawing: Drawing, lang: Language, room: tuple[int, int], most: float
) -> None:
    """Add a chart to a run, as large as the room allows and at most `most` of its own size."""
    svg = drawing.svg()
    found = _SIZE.search(svg)
    assert found is not None
    across, down = (float(size) * _PIXEL for size in found.groups())
    shrink = min(most, room[0] / across, room[1] / down)
    drawn = lang == "en" or chinese_font()
    picture = run.add_picture(io.BytesIO(drawing.png() if drawn else _notice(found)))
    picture.width, picture.height = int(across * shrink), int(down * shrink)
    inline = picture._inline  # noqa: SLF001  # the only way to a text for screen readers
    inline.docPr.set("descr", drawing.alt)
    _add_svg(run.part, inline, svg)


def _add_svg(part: Any, inline: Any, svg: str) -> None:
    """Put the SVG beside the bitmap, as Word itself does since 2016."""
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part
    from docx.oxml.ns import qn

    package = part.package
    count = sum(str(known.partname).endswith(".svg") for known in package.iter_parts())
    name = PackURI(f"/word/media/chart{count + 1}.svg")
    made = Part(name, "image/svg+xml", svg.encode(), package)
    relation = part.relate_to(made, RELATIONSHIP_TYPE.IMAGE)
    blip = inline.find(f".//{qn('a:blip')}")
    listed = blip.makeelement(qn("a:extLst"))
    entry = listed.makeelement(qn("a:ext"), {"uri": _EXTENSION})
    shown = entry.makeelement(f"{{{_SVG}}}svgBlip", {qn("r:embed"): relation}, nsmap={"asvg": _SVG})
    entry.append(shown)
    listed.append(entry)
    blip.append(listed)


def _notice(size: re.Match[str]) -> bytes:
    """Return a picture of the chart's size that says what draws it, in letters that are always there."""
    words = "chart: drawn by Word 2016 or later"
    spec = {
        "width": float(size[1]) - 10,
        "height": float(size[2]) - 10,
        "data": {"values": [{"t": words}]},
        "mark": {"type": "text", "fontSize": 12, "color": "#525b65"},
        "encoding": {"text": {"field": "t"}},
    }
    return Drawing(spec, words).png()
