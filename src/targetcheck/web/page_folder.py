"""The folder of the page: front end, runtime, rulesets and examples, as any file server serves it.

Layer: web. Input: the packages of the runtime. Output: files in a folder.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterator, Mapping
from hashlib import sha256
from pathlib import Path

from targetcheck import api
from targetcheck.errors import Diagnostic, TargetcheckError, Where
from targetcheck.exact_json import json_text
from targetcheck.files import write_file
from targetcheck.material_folder import material_folder
from targetcheck.ruleset_locator import bundled_rulesets
from targetcheck.version import __version__
from targetcheck.web.registry_download import (
    PinnedPackage,
    cache_folder,
    packages_in,
    pinned_packages,
)
from targetcheck.web.site_packages import licence_of, site_packages, taken
from targetcheck.web.start_image import start_image

_PAGE = Path(__file__).parent / "page"
_MARK = "catalogue.json"
_EXAMPLES = Path(__file__).parent / "example_tables.json"
_WASM = "runtime/pyodide.asm.wasm"
_IMAGE = "runtime/start.image"
_ARCHIVE = "runtime/site-packages.zip"
_WARMING = ("hubei/huangshi-yangtze-2024", "huangshi/2024q3.csv", "2024-09-30")
"""Ruleset, table and day of the evaluation after which the image is taken."""
_LIST = "files.json"
_WORKER = "service_worker.js"
_BARE = "from 'vega-util';"


def write_page(
    folder: Path, runtime: Path | None, said: Callable[[str], None], node: str | None = None
) -> int:
    """Write the page into a folder and return its size in bytes.

    `runtime` is a folder that holds the packages already; None takes the cache, and fetches what
    is missing. `node` makes the start image; None leaves it out. Raises TargetcheckError if the
    folder holds something else.
    """
    _own(folder)
    pinned = pinned_packages()
    packages = packages_in(runtime or cache_folder(), pinned, said, fetch=runtime is None)
    if node is not None:
        said(Path(_IMAGE).name)
    files = page_files(pinned, packages, node)
    for name in sorted(files):
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        write_file(target, files[name])
    return sum(map(len, files.values()))


def page_files(
    pinned: tuple[PinnedPackage, ...], packages: Mapping[str, bytes], node: str | None
) -> dict[str, bytes]:
    """Return every file of the page by its path."""
    files = dict(_runtime(pinned, packages))
    files.update({path.name: path.read_bytes() for path in _PAGE.iterdir() if path.is_file()})
    examples = json.loads(_EXAMPLES.read_text(encoding="utf-8"))
    for each in examples:
        for name in each["tables"]:
            files[f"examples/{name}"] = (material_folder() / "examples" / name).read_bytes()
    for name in bundled_rulesets():
        files[f"plans/{name}.plan.json"] = api.plan_text(api.compile_plan(name)).encode()
    ruleset, table, as_of = _WARMING
    image = start_image(files, f"plans/{ruleset}.plan.json", f"examples/{table}", as_of, node)
    if image is not None:
        files[_IMAGE] = image
    files[f"{_WASM}.packed"] = gzip.compress(files.pop(_WASM), mtime=0)
    starting = (
        f"{_WASM}.packed",
        "runtime/python_stdlib.zip",
        _ARCHIVE if image is None else _IMAGE,
    )
    known = {
        **_catalogue(examples),
        "image": image is not None,
        "runtime_bytes": sum(len(files[name]) for name in starting),
    }
    files[_MARK] = json_text(known).encode()
    _kept(files)
    return files


def _kept(files: dict[str, bytes]) -> None:
    """List the files with their hashes, and give the digest of the list to the service worker."""
    worker = files.pop(_WORKER)
    listed = {name: sha256(files[name]).hexdigest() for name in sorted(files)}
    files[_LIST] = json_text(listed).encode()
    digest = sha256(files[_LIST]).hexdigest()
    files[_WORKER] = worker.replace(b"{{digest}}", digest.encode())


def _runtime(
    pinned: tuple[PinnedPackage, ...], packages: Mapping[str, bytes]
) -> Iterator[tuple[str, bytes]]:
    notices: list[str] = []
    for package in pinned:
        raw = packages[package.name]
        notices.append(f"{package.name} {package.version}\n\n{licence_of(raw, package.file)}")
        for name, content in taken(raw, package.take).items() if package.take else ():
            yield f"runtime/{name}", _bound(content) if name == "vega-interpreter.js" else content
    wheels = [packages[package.name] for package in pinned if package.registry == "pypi"]
    yield _ARCHIVE, site_packages(wheels)
    yield "runtime/LICENCES.txt", "\n\n----\n\n".join(notices).encode()


def _bound(script: bytes) -> bytes:
    """Return a module whose import of `vega-util` is taken from the loaded Vega."""
    text = script.decode("utf-8")
    head, found, rest = text.partition(_BARE)
    if not found or not head.startswith("import {"):
        message = "the interpreter of Vega does not begin with its import"
        raise ValueError(message)
    names = head.removeprefix("import ").strip()
    return f"const {names} = globalThis.vega;{rest}".encode()


def _catalogue(examples: list[dict[str, object]]) -> dict[str, object]:
    """Return what the page shows before its runtime is there."""
    by_ruleset = {str(each["ruleset"]): each for each in examples}
    return {
        "version": __version__,
        "rulesets": [_entry(name, by_ruleset.get(name)) for name in bundled_rulesets()],
    }


def _entry(name: str, example: Mapping[str, object] | None) -> dict[str, object]:
    ruleset = api.load_ruleset(name)
    document = ruleset.document
    return {
        "name": name,
        "zh": ruleset.title.say("zh"),
        "en": ruleset.title.say("en"),
        "number": document.number,
        "issuer": document.issuer,
        "issued": document.issued.isoformat() if document.issued else None,
        "targets": len(ruleset.targets),
        "example": None
        if example is None
        else {"tables": example["tables"], "as_of": example["as_of"]},
    }


def _own(folder: Path) -> None:
    """Raise TargetcheckError for a folder that holds something other than a page."""
    if not folder.exists() or (folder / _MARK).is_file():
        return
    if not folder.is_dir() or any(folder.iterdir()):
        raise TargetcheckError(
            Diagnostic(
                "web-folder-taken",
                f"`{folder}` exists and is not a page of targetcheck",
                f"“{folder}”已存在，且不是本工具生成的网页",
                "name a new or empty folder",
                "请给出新的或空的文件夹",
                Where("--output"),
            )
        )
