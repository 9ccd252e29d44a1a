"""Bulletin as one self-contained HTML file, with style, script and charts inside.

Layer: output. Input: a Bulletin. Output: a page. The template escapes every text; the content
security policy of the page forbids loading anything.
"""

from __future__ import annotations

import re
from importlib.resources import files
from typing import Any

from targetcheck.errors import Diagnostic, TargetcheckError
from targetcheck.install_command import install_command
from targetcheck.output.bulletin.blocks import LONG, PRINTED, SHOWN, Block, Figure, order, packed
from targetcheck.output.bulletin.contents import Bulletin
from targetcheck.output.status_colours import INK, TINT
from targetcheck.version import __version__

_DAY = re.compile(r"\b\d{4}-\d\d-\d\d(?!\d)", re.ASCII)
"""A date within a sentence, to keep on one line."""

_WORDS = {
    "filter": ("筛选", "Filter"),
    "status": ("结论", "Status"),
    "all": ("全部", "all"),
    "more": ("再显示100行", "Show 100 more"),
    "sort": ("点击排序", "Sort by this column"),
    "wait": ("正在展开…", "unfolding …"),
    "old": (
        "浏览器版本较旧，只能显示前100行",
        "this browser is too old to show more than the first 100 rows",
    ),
    "rows": (
        "显示{shown}行，符合{found}行，共{all}行",
        "{shown} of {found} found, {all} in all",
    ),
}


def as_html(made: Bulletin) -> str:
    """Return the bulletin as a self-contained page.

    Raises TargetcheckError (`part-missing`) without the extra `office`.
    """
    environment, safe = _environment()
    zh = made.lang == "zh"

    def unbroken(text: str) -> Any:
        return safe(_DAY.sub(r'<span class="d">\g<0></span>', str(safe.escape(text))))

    def svg(figure: Figure) -> Any:
        return safe(figure.drawing.svg(figure.id))

    style = environment.from_string(_text("page.css.j2")).render(inks=INK, tints=TINT)
    page: str = environment.from_string(_text("page.html.j2")).render(
        made=made,
        zh=zh,
        version=__version__,
        words={key: pair[0 if zh else 1] for key, pair in _WORDS.items()},
        style=safe(style),
        script=safe(_text("page.js")),
        svg=svg,
        unbroken=unbroken,
        kind_of=_kind,
        order=order,
        packed=lambda table: safe(packed(table)),
        limits={"long": LONG, "shown": SHOWN, "printed": PRINTED},
    )
    return page


def _environment() -> tuple[Any, Any]:
    try:
        import jinja2
        import markupsafe
    except ImportError:
        raise TargetcheckError(part_missing()) from None
    environment = jinja2.Environment(
        autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=jinja2.StrictUndefined
    )
    return environment, markupsafe.Markup


def part_missing() -> Diagnostic:
    """Return the finding for missing bulletin libraries."""
    return Diagnostic(
        "part-missing",
        "the bulletin needs a part that is not installed",
        "生成通报所需的可选组件未安装",
        f"install it with `{install_command('office')}`",
        f"请运行 {install_command('office')} 安装",
    )


def _text(name: str) -> str:
    return files(__package__).joinpath(name).read_text("utf-8")


def _kind(block: Block) -> str:
    return type(block).__name__
