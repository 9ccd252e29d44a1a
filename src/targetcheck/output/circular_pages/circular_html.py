"""The circular as one HTML file that prints like the Word document and needs nothing else.

Layer: output. Input: a Circular. Output: a page. Every text is escaped; the page forbids itself to
load anything.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from targetcheck.output.bulletin.blocks import BulletinTable, Figure, Paragraph
from targetcheck.output.circular.circular_template import Annex, Block, Circular
from targetcheck.output.circular_pages.title_breaks import title_lines

_BODY = "FangSong, 仿宋, STFangsong, 仿宋_GB2312, 'Noto Serif CJK SC', 'Source Han Serif SC', serif"
_TITLE = (
    "方正小标宋简体, 'FZXiaoBiaoSong-B05S', STZhongsong, SimSun, 宋体, 'Noto Serif CJK SC', serif"
)
_HEADING = "SimHei, 黑体, STHeiti, 'Noto Sans CJK SC', 'Source Han Sans SC', sans-serif"
_LEAD = "KaiTi, 楷体, STKaiti, 楷体_GB2312, 'Noto Serif CJK SC', serif"
_SCREEN = """
body{margin:0;background:#eef0f2;color:#000}
main{background:#fff;margin:1rem auto;box-shadow:0 1px 6px #0003}
table{border-collapse:collapse;width:100%;line-height:1.4;margin:.5em 0 1em}
th,td{border:1px solid #444;padding:2px 5px;text-align:left;vertical-align:middle}
th{text-align:center;background:#f4f5f6}
td.date,td.status,td.number{white-space:nowrap;text-align:center}
thead{display:table-header-group}
tr,h2,h1{break-inside:avoid}
h2,h3,.lead{break-after:avoid}
.annex{break-before:page}
.wide{page:wide}
.scroll{overflow-x:auto}
figure{margin:1em 0;break-inside:avoid} figure svg{max-width:100%;height:auto}
@media print{body{background:none}main{margin:0;box-shadow:none;padding:0;width:auto;max-width:none}
.scroll{overflow:visible}.annex{padding:0;max-width:none}}
"""
_ZH = f"""
@page{{size:A4 portrait;margin:37mm 26mm 35mm 28mm;@bottom-right{{content:"— " counter(page) " —";
font:14pt SimSun,serif;vertical-align:top;padding-top:5mm}}}}
@page wide{{size:A4 landscape;margin:20mm}}
main{{font:16pt/28pt {_BODY};letter-spacing:-.25pt;text-align:justify;max-width:156mm;
padding:37mm 26mm 35mm 28mm;box-sizing:content-box}}
h1{{font:22pt/34pt {_TITLE};text-align:center;margin:0 0 28pt}}
h2{{font:16pt/28pt {_HEADING};margin:0;text-indent:2em}}
p{{margin:0;text-indent:2em;orphans:1;widows:1}}
p.to,p.number{{text-indent:0}} p.number{{text-align:center}}
p.notice{{font-weight:bold}}
.lead{{font-family:{_LEAD}}}
p.annexname{{text-indent:-4.5em;margin-left:6.5em}} p.annexname.more{{text-indent:-1.5em}}
p.annexname.first{{margin-top:28pt}} p.annexname,p:has(+.annexname){{break-after:avoid}}
p.issuer,p.date{{text-align:right;text-indent:0;margin-right:4em;break-inside:avoid}}
p.issuer{{margin-top:56pt;break-after:avoid}}
.annex{{font-size:12pt;line-height:20pt;max-width:257mm}}
.annex h2{{text-indent:0}} .annex h3{{font:18pt/28pt {_TITLE};text-align:center;margin:0 0 8pt}}
table{{font-size:9pt}}
"""
_EN = """
@page{size:A4 portrait;margin:22mm 25mm 20mm 25mm;@bottom-center{content:counter(page);font-size:9pt}}
@page wide{size:A4 landscape;margin:20mm}
main{font:10.5pt/1.35 Calibri,Carlito,'Segoe UI',Arial,'Noto Sans CJK SC',sans-serif;max-width:160mm;
padding:22mm 25mm;box-sizing:content-box}
h1{font-size:18pt;line-height:1.2;margin:0 0 8pt} h2{font-size:13pt;margin:9pt 0 3pt}
h3{font-size:14pt;margin:0 0 6pt} p,ul{margin:0 0 3pt} ul{padding-left:1.2em}
p.notice{font-weight:bold} .lead{font-weight:bold}
.annex{max-width:257mm} table{font-size:8.5pt}
"""


def as_html(made: Circular) -> str:
    """Return the circular as a self-contained page."""
    language = "zh-CN" if made.lang == "zh" else "en"
    style = (_ZH if made.lang == "zh" else _EN) + _SCREEN
    policy = "default-src 'none'; style-src 'unsafe-inline'"
    head = (
        f'<!doctype html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(made.title)}</title>\n<style>{style}</style>\n</head>\n<body>\n"
    )
    body = "\n".join(_blocks(made))
    annexes = "\n".join(_annex(annex) for annex in made.annexes)
    return f"{head}<main>\n{body}\n</main>\n{annexes}\n</body>\n</html>\n"


def _blocks(made: Circular) -> Iterator[str]:
    annexes = 0
    listed = False
    for block in made.blocks:
        if made.lang == "en" and block.kind == "item" and not listed:
            yield "<ul>"
        if listed and block.kind != "item":
            yield "</ul>"
        listed = made.lang == "en" and block.kind == "item"
        annexes += block.kind == "annex"
        yield _block(block, made.lang, annexes)
    if listed:
        yield "</ul>"


def _block(block: Block, lang: str, annexes: int) -> str:
    text, zh = escape(block.text), lang == "zh"
    if block.kind == "title":
        lines = [escape(line) for line in title_lines(block.text)] if zh else [text]
        return f"<h1>{'<br>'.join(lines)}</h1>"
    if block.kind == "heading":
        return f"<h2>{text}</h2>"
    if block.kind == "item" and not zh:
        return f"<li>{text}</li>"
    if block.kind == "annex":
        label = ("附件：" if annexes == 1 else "") + f"{annexes}．" if zh else f"Annex {annexes}: "
        return f'<p class="annexname {"first" if annexes == 1 else "more"}">{label}{text}</p>'
    lead = (
        f'<span class="lead">{escape(block.lead)}</span>{"" if zh else " "}' if block.lead else ""
    )
    wrap = {
        "to": "{}" if zh else "To: {}",
        "contact": "（{}）" if zh else "Contact: {}",
        "copies": "抄送：{}。" if zh else "Copies: {}",
    }.get(block.kind, "{}")
    return f'<p class="{block.kind}">{lead}{wrap.format(text)}</p>'


def _annex(annex: Annex) -> str:
    parts = [f"<h2>{escape(annex.label)}</h2>", f"<h3>{escape(annex.title)}</h3>"]
    for block in annex.blocks:
        if isinstance(block, Paragraph):
            parts.append(f"<p>{escape(block.text)}</p>")
        elif isinstance(block, Figure):
            svg = block.drawing.svg(block.id)
            caption = escape(block.caption)
            parts.append(f"<figure>{svg}<figcaption>{caption}</figcaption></figure>")
        else:
            parts.append(_table(block))
    wide = " wide" if annex.wide else ""
    return f'<main class="annex{wide}" id="{escape(annex.id)}">\n' + "\n".join(parts) + "\n</main>"


def _table(table: BulletinTable) -> str:
    title = f'<p class="lead">{escape(table.title)}</p>' if table.title else ""
    heads = "".join(f'<th scope="col">{escape(head.text)}</th>' for head in table.heads)
    rows = "\n".join(
        "<tr>"
        + "".join(
            f'<td class="{head.kind}">{escape(cell.text)}</td>'
            for head, cell in zip(table.heads, row, strict=True)
        )
        + "</tr>"
        for row in table.rows
    )
    return (
        f'{title}<div class="scroll"><table id="{escape(table.id)}"><thead><tr>{heads}</tr></thead>'
        f"\n<tbody>\n{rows}\n</tbody></table></div>"
    )
