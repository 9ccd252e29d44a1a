"""Gather the pages of the site, make the reference from the code, and build it.

`python -m site_pages [FOLDER]` writes into `build/site`: `docs/`, every page in two languages (one
without a Chinese page is shown in English), `mkdocs.yml`, and, by MkDocs, the site in `html/`.
Warnings are errors. `--gather` stops before MkDocs.
"""

from __future__ import annotations

import difflib
import hashlib
import json
import re
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Sequence
from pathlib import Path

from site_pages.code_pages import code_pages
from site_pages.navigation import HOME, SECTIONS, UNLISTED
from site_pages.page_code import english_in_chinese, whole_words
from site_pages.reference_pages import PAGES, schema_files
from targetcheck.errors import Language
from targetcheck.verdicts.code_terms import FLAG, REASON, STATUS

ROOT = Path(__file__).parents[2]
WORDS = "search-words.txt"
TERMS = (
    "填报表 序时进度 牵头单位 规则集 评判项 评判 基准日 时限 台账 通报 问题清单 销号 指标 目标 条款 引文 "
    "数据表 单位 缺报 报送值 起点值 阶段目标 校验码 可选组件 免予考核 人工评定 督办措施 力争 约束性"
)
"""Words of offices that a general dictionary parts."""
LANGUAGES: dict[Language, str] = {"en": "", "zh": ".zh"}
"""Languages with the ending of their pages."""
THEME = Path(__file__).parent / "theme"
"""Style sheet and pages that are added to those of Material."""
FOLDERS = ("assets", "start", "tutorial", "how-to", "explanation", "reference")
FENCE = re.compile(r"^```([\w-]+) (?:file=|= )?([^\s=]+)$", re.MULTILINE)
REPLACED = re.compile(r"^```replace file=(\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SHIM = "iframe-worker@1.0.4"
SHIM_HASH = "e8e412dbcfea9b7e31b5ffa288d7b6035915e714c542f4176a0cdbe262fc9609"
ELSEWHERE = re.compile(r"<script src=\"?https://unpkg\.com/iframe-worker/shim\"?></script>")
LINK = re.compile(r"(?<!!)\[([^\]\n]*)\]\(([^)\s]+)\)")


def main(arguments: Sequence[str]) -> int:
    """Gather and build; return the exit code of MkDocs."""
    named = [word for word in arguments if not word.startswith("--")]
    home = Path(named[0]) if named else ROOT / "build" / "site"
    gather(home)
    if "--gather" in arguments:
        return 0
    command = [
        sys.executable,
        "-m",
        "mkdocs",
        "build",
        "--strict",
        "--quiet",
        "-f",
        str(home / "mkdocs.yml"),
    ]
    code = subprocess.run(command, check=False).returncode  # noqa: S603  # names its program
    if code == 0:
        _settle(home)
        print(f"{home / 'html' / 'index.html'}")
    return code


def gather(home: Path) -> None:
    """Write pages, schemas, `llms.txt` and the settings of MkDocs into a folder."""
    docs = home / "docs"
    shutil.rmtree(docs, ignore_errors=True)
    for folder in FOLDERS:
        shutil.copytree(ROOT / "docs" / folder, docs / folder)
    for name in ("index.md", "index.zh.md"):
        shutil.copyfile(ROOT / "docs" / name, docs / name)
    _examples(docs)
    for lang, ending in LANGUAGES.items():
        for path, made in PAGES.items():
            _write(docs / f"{path}{ending}.md", made(lang))
        for path, text in code_pages(lang).items():
            _write(docs / f"{path}{ending}.md", text)
    for name, text in schema_files().items():
        _write(docs / "schemas" / name, text)
    for page in docs.rglob("*.md"):
        page.write_text(_for_site(page.read_text("utf-8"), page, docs), "utf-8")
    _write(docs / "llms.txt", _llms(docs))
    _write(home / WORDS, "".join(f"{word} 100000 n\n" for word in search_words()))
    _write(home / "mkdocs.yml", settings(home))


def _settle(home: Path) -> None:
    """Keep the script with which search works from a disk beside the pages.

    Material names it by its address; it is the npm package of the same author. Without npm the
    pages do without it, and search needs a file server.
    """
    npm = shutil.which("npm")
    if npm is not None:
        command = [npm, "pack", "--silent", "--pack-destination", str(home), SHIM]
        npm_failed = subprocess.run(command, check=False, capture_output=True).returncode  # noqa: S603
        npm = None if npm_failed else npm
    if npm is not None:
        with tarfile.open(home / f"{SHIM.replace('@', '-')}.tgz") as archive:
            script = archive.extractfile("package/shim/index.js")
            assert script is not None
            content = script.read()
        if hashlib.sha256(content).hexdigest() != SHIM_HASH:
            message = f"{SHIM} is not what it was"
            raise SystemExit(message)
        (home / "html" / "assets" / "iframe-worker.js").write_bytes(content)
    for page in (home / "html").rglob("*.html"):
        text = page.read_text("utf-8")
        up = "../" * (len(page.relative_to(home / "html").parts) - 1)
        local = f'<script src="{up}assets/iframe-worker.js"></script>' if npm else ""
        text = whole_words(ELSEWHERE.sub(local, text))
        shown = page.relative_to(home / "html").with_suffix("")
        if shown.parts[0] == "zh":
            source = home / "docs" / shown.relative_to("zh")
            if source.with_suffix(".md").is_file() and not source.with_suffix(".zh.md").is_file():
                text = english_in_chinese(text)
        page.write_text(text, "utf-8")


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _examples(docs: Path) -> None:
    """Copy the README of each numbered example, with its files below."""
    kinds = {".py": "python", ".sql": "sql", ".yml": "yaml", ".csv": "csv"}
    for folder in sorted((ROOT / "examples").glob("[0-9]*")):
        files = []
        for file in sorted(folder.rglob("*")):
            if file.suffix in kinds and file.is_file():
                name = file.relative_to(folder).as_posix()
                body = file.read_text("utf-8").rstrip()
                files.append(f'```{kinds[file.suffix]} title="{name}"\n{body}\n```')
        for ending in LANGUAGES.values():
            page = f"README{ending}.md"
            head = (folder / page).read_text("utf-8").rstrip()
            _write(docs / "examples" / folder.name / page, "\n\n".join([head, *files]) + "\n")


def _for_site(text: str, page: Path, docs: Path) -> str:
    """Return a page with titles on its files; links that leave the site become words."""
    text = REPLACED.sub(_change, text)
    text = FENCE.sub(r'```\1 title="\2"', text)
    if page.parent.name == "lint":
        text += "\n[All codes](../codes.md)\n"
    text = re.sub(r"^```copy\b", "```text", text, flags=re.MULTILINE)

    def kept(found: re.Match[str]) -> str:
        words, target = found.groups()
        if re.match(r"[a-z]+:|#", target):
            return found[0]
        path, hash_, anchor = target.partition("#")
        path = path.replace("../../examples/", "../examples/")
        if path.endswith("/"):
            path += "index.md" if (page.parent / path / "index.md").is_file() else ""
        there = (page.parent / path).resolve()
        return f"[{words}]({path}{hash_}{anchor})" if there.is_file() else words

    return LINK.sub(kept, text)


def _change(found: re.Match[str]) -> str:
    """Return lines to replace in a file, as they stand in a tutorial, as what goes and what comes."""
    shown = []
    for line in found[2].splitlines():
        old, new = (
            side.rstrip("\n").replace("\\n", "\n").splitlines() for side in line.split(" => ")
        )
        shown += [row.rstrip("\n") for row in difflib.ndiff(old, new) if row[0] != "?"]
    return f"```diff file={found[1]}\n" + "\n".join(shown) + "\n```"


def _llms(docs: Path) -> str:
    """Return the list of pages for language models, each with its first sentence."""
    lines = [
        "# targetcheck", "",
        "> Checks reported indicator values against the quantitative targets of policy documents: a "
        "verdict for every target, place and due date, with its clause. Exact fractions; what is "
        "missing is neither zero nor a pass nor a failure. Python library and command; rulesets in YAML.",
        "", "Pages are in English; those with `.zh` are Chinese.",
    ]  # fmt: skip
    for title, _, pages in SECTIONS:
        lines += ["", f"## {title}", ""]
        for path, name, _ in pages:
            address = path.replace("/README", "/index")
            lines.append(f"- [{name}]({address}.html): {_first(docs / f'{path}.md')}")
    return "\n".join(lines) + "\n"


def _first(page: Path) -> str:
    """Return the first sentence of a page below its heading."""
    body = re.sub(r"^```.*?^```", "", page.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
    for block in body.split("\n\n"):
        line = " ".join(block.split())
        if line and line[0] not in "#|<-*>0123456789":
            plain = LINK.sub(r"\1", line)
            return re.split(r"(?<=[.:。]) ", plain)[0]
    return ""


def search_words() -> list[str]:
    """Return the Chinese terms that search keeps whole: of the program and of the contents."""
    terms = [zh for table in (STATUS, REASON, FLAG) for zh, _ in table.values()]
    titles = [zh for _, _, pages in SECTIONS for _, _, zh in pages]
    found = {
        w for text in (*terms, *titles, TERMS) for w in re.findall(r"[\u4e00-\u9fff]{2,6}", text)
    }
    return sorted(found)


def palettes(lang: Language) -> list[dict[str, object]]:
    """Return the colours: as the system has them, light, dark; a button goes to the next."""
    shown: tuple[tuple[str, dict[str, str], str, tuple[str, str]], ...] = (
        ("", {}, "brightness-auto", ("Light", "浅色")),
        (": light", {"scheme": "default"}, "weather-sunny", ("Dark", "深色")),
        (": dark", {"scheme": "slate"}, "weather-night", ("As the system", "跟随系统")),
    )
    return [
        {
            "media": f"(prefers-color-scheme{mode})",
            **scheme,
            "primary": "teal",
            "toggle": {"icon": f"material/{icon}", "name": name[lang == "zh"]},
        }
        for mode, scheme, icon, name in shown
    ]


def settings(home: Path) -> str:
    """Return `mkdocs.yml`; JSON is YAML."""
    nav: list[object] = [{HOME[0]: "index.md"}]
    words = dict([HOME])
    for title, zh, pages in SECTIONS:
        nav.append({title: [{name: f"{path}.md"} for path, name, _ in pages]})
        words |= {title: zh} | {name: said for _, name, said in pages}
    language = {"en": "English", "zh": "中文"}
    made = {
        "site_name": "targetcheck",
        "docs_dir": "docs",
        "site_dir": "html",
        "use_directory_urls": False,
        "not_in_nav": "".join(f"/{folder}/*\n" for folder in UNLISTED),
        "extra_css": ["assets/site.css"],
        "theme": {
            "name": "material",
            "custom_dir": str(THEME),
            "font": False,
            "palette": palettes("en"),
            "features": ["navigation.sections", "navigation.top", "toc.follow", "content.code.copy",
                         "search.highlight", "navigation.footer"],
        },
        "plugins": [
            {"search": {
                "lang": ["en", "zh"], "separator": r"[\s\u200b\-]+", "jieba_dict_user": str(home / WORDS),
            }},
            {"i18n": {
                "docs_structure": "suffix",
                "fallback_to_default": True,
                "reconfigure_material": True,
                "reconfigure_search": True,
                "languages": [
                    {"locale": "en", "default": True, "name": language["en"], "build": True},
                    {"locale": "zh", "name": language["zh"], "build": True,
                     "nav_translations": words, "theme": {"palette": palettes("zh")}},
                ],
            }},
            "offline",
        ],
        "markdown_extensions": [
            "attr_list", "md_in_html", "tables", "sane_lists", {"toc": {"permalink": True, "toc_depth": 3}},
            "pymdownx.superfences", {"pymdownx.highlight": {"pygments_lang_class": True}},
            "pymdownx.inlinehilite",
        ],
        "validation": {"links": {"anchors": "warn", "not_found": "warn"}, "nav": {"omitted_files": "warn"}},
        "nav": nav,
    }  # fmt: skip
    return json.dumps(made, ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
