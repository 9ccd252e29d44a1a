"""The Python files of the page: targetcheck and its dependencies, in one archive.

Layer: web. Input: wheels as downloaded, and the package that runs now. Output: the bytes of a zip
archive that is the same for the same input. Compiled parts of other platforms are left out:
PyYAML and MarkupSafe have the same functions in Python.
"""

from __future__ import annotations

import io
import tarfile
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath

from targetcheck.ruleset_locator import bundled_folder

_PACKAGE = Path(__file__).parents[1]
_DAY = (1980, 1, 1, 0, 0, 0)
_SKIPPED = {"tests", "test", "testsuite", "__pycache__"}
_FOREIGN = (".so", ".pyd", ".dll", ".pyi", ".pyx", ".c", ".h")
_NATIVE = "wasm32-emscripten.so"


def site_packages(wheels: Iterable[bytes]) -> bytes:
    """Return the archive of targetcheck, its bundled rulesets and the content of wheels."""
    files: dict[str, bytes] = {}
    for raw in wheels:
        files.update(_of_wheel(raw))
    files.update(_of_package())
    return zipped(files)


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Return a zip archive of files by path, without the day on which it was made."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(files):
            archive.writestr(zipfile.ZipInfo(name, _DAY), files[name], zipfile.ZIP_DEFLATED)
    return target.getvalue()


def taken(raw: bytes, names: Mapping[str, str]) -> dict[str, bytes]:
    """Return files of an npm package under the names that they get in the page."""
    found: dict[str, bytes] = {}
    with tarfile.open(fileobj=io.BytesIO(raw), mode="r:gz") as archive:
        for member in archive:
            stream = archive.extractfile(member) if member.name in names else None
            if stream is not None:
                found[names[member.name]] = stream.read()
    return found


def licence_of(raw: bytes, file: str) -> str:
    """Return the licence texts inside a package, empty if it has none."""
    if file.endswith(".tgz"):
        with tarfile.open(fileobj=io.BytesIO(raw), mode="r:gz") as tar:
            found = [tar.extractfile(m) for m in tar if _is_licence(m.name)]
            texts = [stream.read() for stream in found if stream is not None]
    else:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            texts = [archive.read(name) for name in archive.namelist() if _is_licence(name)]
    return "\n".join(text.decode("utf-8", "replace").strip() for text in texts)


def _is_licence(name: str) -> bool:
    return PurePosixPath(name).name.upper().startswith(("LICENSE", "LICENCE", "COPYING"))


def _of_wheel(raw: bytes) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        for name in archive.namelist():
            path = PurePosixPath(name)
            if name.endswith("/") or _SKIPPED & set(path.parts):
                continue
            if path.parts[0].endswith(".dist-info") and path.name != "METADATA":
                continue
            if not name.endswith(_FOREIGN) or name.endswith(_NATIVE):
                yield name, archive.read(name)


def _of_package() -> Iterator[tuple[str, bytes]]:
    for root, prefix in ((_PACKAGE, "targetcheck"), (bundled_folder(), "targetcheck/rulesets")):
        for path in sorted(root.rglob("*")):
            inside = path.relative_to(root)
            if not path.is_file() or _SKIPPED & set(inside.parts[:-1]):
                continue
            if inside.parts[:2] != ("web", "page") and inside.parts[0] != "material":
                yield f"{prefix}/{inside.as_posix()}", path.read_bytes()
