"""Download of the packages of the runtime from npm and PyPI, checked by their hashes.

Layer: web. Input: the pinned list `runtime_packages.json`. Output: files in a folder. The packages
are read by nothing but the page: none of their code runs here. Mirrors are taken from the settings
that npm and pip have: `NPM_CONFIG_REGISTRY` and `PIP_INDEX_URL`.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from targetcheck.errors import Diagnostic, TargetcheckError, Where
from targetcheck.files import read_bytes, read_stream, write_file

NPM = "https://registry.npmjs.org"
PYPI = "https://pypi.org/simple"
_PINNED = Path(__file__).parent / "runtime_packages.json"
_SIMPLE = "application/vnd.pypi.simple.v1+json, text/html;q=0.1"
_LINK = re.compile(r'<a\s[^>]*href="([^"]+)"[^>]*>\s*([^<\s]+)\s*</a>', re.IGNORECASE)
_PATIENCE = 60
"""Seconds without an answer after which a registry counts as unreachable."""


@dataclass(frozen=True, slots=True)
class PinnedPackage:
    """One package of a registry: its file there, and the hash of that file.

    `take` names the files of an npm package that the page needs, with their names in the page.
    """

    registry: str
    name: str
    version: str
    file: str
    sha256: str
    take: Mapping[str, str] = field(default_factory=dict)


def pinned_packages() -> tuple[PinnedPackage, ...]:
    """Return the packages of the runtime, in order."""
    return tuple(PinnedPackage(**each) for each in json.loads(_PINNED.read_text(encoding="utf-8")))


def cache_folder() -> Path:
    """Return the folder that keeps downloaded packages for the next page."""
    if local := os.environ.get("LOCALAPPDATA"):
        return Path(local) / "targetcheck" / "web"
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "targetcheck" / "web"


def packages_in(
    folder: Path, packages: Sequence[PinnedPackage], said: Callable[[str], None], *, fetch: bool
) -> dict[str, bytes]:
    """Return the content of each package by name, from a folder, else from its registry.

    What is downloaded is kept in the folder. Raises TargetcheckError if a package is missing and
    may not be fetched, if a registry does not answer, or if a hash differs.
    """
    found: dict[str, bytes] = {}
    for package in packages:
        file = folder / package.file
        if file.is_file():
            raw = read_bytes(file, str(file))
            if _hash(raw) == package.sha256:
                found[package.name] = raw
                continue
            if not fetch:
                raise TargetcheckError(_differs(str(file), package))
        if not fetch:
            raise TargetcheckError(_absent(folder, packages))
        said(f"{package.name} {package.version}")
        url = _address(package)
        found[package.name] = _checked(_get(url), package, url)
        folder.mkdir(parents=True, exist_ok=True)
        write_file(file, found[package.name])
    return found


def _address(package: PinnedPackage) -> str:
    """Return where a registry has the file of a package."""
    if package.registry == "npm":
        base = os.environ.get("NPM_CONFIG_REGISTRY") or NPM
        return f"{base.rstrip('/')}/{package.name}/-/{package.file}"
    base = os.environ.get("PIP_INDEX_URL") or os.environ.get("UV_INDEX_URL") or PYPI
    page = f"{base.rstrip('/')}/{package.name}/"
    text = _get(page, _SIMPLE).decode("utf-8", "replace")
    links: dict[str, str]
    if text.lstrip().startswith("{"):
        files = json.loads(text)["files"]
        links = {str(each["filename"]): str(each["url"]) for each in files}
    else:
        links = {name: href.partition("#")[0] for href, name in _LINK.findall(text)}
    if package.file not in links:
        raise TargetcheckError(_unreachable(page, f"no {package.file}", f"没有{package.file}"))
    return urljoin(page, links[package.file])


def _get(url: str, accept: str = "*/*") -> bytes:
    """Return the answer of a registry; only `https`, or `http` on this machine, is asked."""
    from urllib.error import HTTPError, URLError
    from urllib.request import Request, urlopen

    parts = urlsplit(url)
    if parts.scheme != "https" and parts.hostname not in ("127.0.0.1", "localhost", "::1"):
        raise TargetcheckError(_unreachable(url, "not https", "不是 https 地址"))
    asked = Request(url, headers={"Accept": accept, "User-Agent": "targetcheck"})  # noqa: S310
    try:
        with urlopen(asked, timeout=_PATIENCE) as answer:  # noqa: S310  # https, see above
            raw: bytes = read_stream(answer, url)
    except (URLError, OSError, ValueError) as error:
        reason = str(getattr(error, "reason", None) or error)
        if isinstance(error, HTTPError):  # it is the answer as well, and holds its file open
            error.close()
        raise TargetcheckError(_unreachable(url, reason, reason)) from None
    return raw


def _checked(raw: bytes, package: PinnedPackage, url: str) -> bytes:
    if _hash(raw) != package.sha256:
        raise TargetcheckError(_differs(url, package))
    return raw


def _hash(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()


def _differs(place: str, package: PinnedPackage) -> Diagnostic:
    return Diagnostic(
        "web-package-differs",
        f"the file of `{package.name}` {package.version} is not the one that this version expects",
        f"“{package.name}”{package.version}的文件与本版本所要求的不一致",
        "delete it and fetch it again; if it stays so, do not use it",
        "请删除后重新获取；仍不一致的，请勿使用",
        Where(place),
    )


def _absent(folder: Path, packages: Sequence[PinnedPackage]) -> Diagnostic:
    lacking = [p.file for p in packages if not (folder / p.file).is_file()]
    return Diagnostic(
        "web-package-missing",
        f"the folder lacks {len(lacking)} of {len(packages)} packages, the first `{lacking[0]}`",
        f"文件夹缺少{len(packages)}个组件中的{len(lacking)}个，首个为“{lacking[0]}”",
        "leave out `--runtime` where there is a network, then copy the folder of packages",
        "请在联网的机器上不加 --runtime 运行一次，再复制组件文件夹",
        Where(str(folder)),
    )


def _unreachable(url: str, en: str, zh: str) -> Diagnostic:
    return Diagnostic(
        "web-registry",
        f"`{url}` cannot be fetched: {en}",
        f"无法获取“{url}”：{zh}",
        "set NPM_CONFIG_REGISTRY and PIP_INDEX_URL to mirrors, or give `--runtime FOLDER`",
        "请用 NPM_CONFIG_REGISTRY、PIP_INDEX_URL 指定镜像，或用 --runtime 指定组件文件夹",
    )
