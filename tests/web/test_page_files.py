"""The files of the page: texts in both languages, pinned packages, hashes, folders."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from driven_chromium import served

from targetcheck import TargetcheckError
from targetcheck.cli.entry_point import run
from targetcheck.ruleset_locator import bundled_rulesets
from targetcheck.web import registry_download as download
from targetcheck.web.page_folder import write_page
from targetcheck.web.site_packages import zipped
from targetcheck.web.start_image import start_image

PAGE = Path(download.__file__).parent / "page"
SCRIPTS = {path.name: path.read_text("utf-8") for path in PAGE.glob("*.js")}
MARKUP = (PAGE / "index.html").read_text("utf-8")


def codes(caught):
    return [found.code for found in caught.value.diagnostics]


def test_every_text_is_there_and_none_is_idle():
    defined = set(re.findall(r"^  (\w+): \[", SCRIPTS["texts.js"], re.MULTILINE))
    whole = "\n".join(text for name, text in SCRIPTS.items() if name != "texts.js") + MARKUP
    used = set(re.findall(r'["`](\w+)["`]', whole)) | set(re.findall(r'data-text="(\w+)"', whole))
    built = {
        "theme_",
        "field_",
        "col_",
        "legend_",
        "circular_",
        "scope_",
        "use_",
        "form_",
        "sort_",
        "boot_",
    }
    idle = {key for key in defined - used if not any(key.startswith(head) for head in built)}
    assert idle == set()
    asked = set(re.findall(r'\bt\("(\w+)"', whole)) | set(re.findall(r'data-text="(\w+)"', whole))
    assert asked - defined == set()


def test_every_text_is_in_two_languages():
    for key, zh, en in re.findall(
        r'^  (\w+): \["(.*?)", "(.*?)"\],$', SCRIPTS["texts.js"], re.MULTILINE
    ):
        assert zh, key
        assert en, key
        assert not re.search(r"[\u4e00-\u9fff]", en), key
        assert set(re.findall(r"\{(\d)", zh)) == set(re.findall(r"\{(\d)", en)), key
    assert len(re.findall(r"^  \w+: \[", SCRIPTS["texts.js"], re.MULTILINE)) > 100


def test_the_policy_allows_the_page_alone():
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', MARKUP)[1]
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["default-src"] == "'none'"
    allowed = {"'self'", "'none'", "'wasm-unsafe-eval'", "data:", "blob:"}
    assert {word for rule in rules.values() for word in rule.split()} == allowed
    assert rules["connect-src"] == "'self'"


def test_no_script_makes_markup_or_code_of_text():
    for name, text in SCRIPTS.items():
        assert not re.search(
            r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function", text
        ), name
        assert not re.search(r"https?://(?!www\.w3\.org)", text), name


def test_every_example_is_of_a_bundled_ruleset():
    listed = json.loads((PAGE.parent / "example_tables.json").read_text("utf-8"))
    assert {each["ruleset"] for each in listed} <= set(bundled_rulesets())


def test_every_package_is_pinned_by_its_hash():
    pinned = download.pinned_packages()
    assert all(re.fullmatch(r"[0-9a-f]{64}", each.sha256) for each in pinned)
    assert all(each.version in each.file for each in pinned)
    assert len({each.name for each in pinned}) == len(pinned)


def test_the_archive_is_the_same_twice():
    assert zipped({"b": b"2", "a": b"1"}) == zipped({"a": b"1", "b": b"2"})


@pytest.fixture
def registry(tmp_path, monkeypatch):
    """A registry of npm and one of PyPI on this machine, and a package in each."""
    root = tmp_path / "registry"
    (root / "thing" / "-").mkdir(parents=True)
    (root / "thing" / "-" / "thing-1.0.tgz").write_bytes(b"thing")
    (root / "files").mkdir()
    (root / "files" / "part-2.0-py3-none-any.whl").write_bytes(b"part")
    (root / "simple" / "part").mkdir(parents=True)
    (root / "simple" / "part" / "index.html").write_text(
        '<a href="../../files/part-2.0-py3-none-any.whl#sha256=0">part-2.0-py3-none-any.whl</a>'
    )
    with served(root) as address:
        monkeypatch.setenv("NPM_CONFIG_REGISTRY", address)
        monkeypatch.setenv("PIP_INDEX_URL", f"{address}simple")
        yield [
            download.PinnedPackage(
                "npm", "thing", "1.0", "thing-1.0.tgz", download._hash(b"thing")
            ),
            download.PinnedPackage(
                "pypi", "part", "2.0", "part-2.0-py3-none-any.whl", download._hash(b"part")
            ),
        ]


def test_packages_are_fetched_once_and_kept(registry, tmp_path):
    said = []
    want = {"thing": b"thing", "part": b"part"}
    assert download.packages_in(tmp_path / "kept", registry, said.append, fetch=True) == want
    assert len(said) == 2
    assert download.packages_in(tmp_path / "kept", registry, said.append, fetch=False) == want
    assert len(said) == 2


def test_another_file_under_the_name_is_refused(registry, tmp_path):
    other = [replace(registry[0], sha256="0" * 64)]
    with pytest.raises(TargetcheckError) as caught:
        download.packages_in(tmp_path / "kept", other, print, fetch=True)
    assert codes(caught) == ["web-package-differs"]
    assert not (tmp_path / "kept").exists()


def test_a_damaged_file_of_a_given_folder_is_refused(registry, tmp_path):
    (tmp_path / "thing-1.0.tgz").write_bytes(b"else")
    with pytest.raises(TargetcheckError) as caught:
        download.packages_in(tmp_path, registry, print, fetch=False)
    assert codes(caught) == ["web-package-differs"]


def test_a_missing_package_is_named(registry, tmp_path):
    with pytest.raises(TargetcheckError) as caught:
        download.packages_in(tmp_path, registry, print, fetch=False)
    assert codes(caught) == ["web-package-missing"]
    assert "thing-1.0.tgz" in caught.value.diagnostics[0].en


def test_a_registry_without_the_file_is_named(registry, tmp_path):
    other = [replace(each, file=f"x-{each.file}") for each in registry]
    for each in other:
        with pytest.raises(TargetcheckError) as caught:
            download.packages_in(tmp_path, [each], print, fetch=True)
        assert codes(caught) == ["web-registry"]


def test_only_encrypted_registries_are_asked(registry, tmp_path, monkeypatch):
    monkeypatch.setenv("NPM_CONFIG_REGISTRY", "http://registry.example/")
    with pytest.raises(TargetcheckError) as caught:
        download.packages_in(tmp_path, registry, print, fetch=True)
    assert codes(caught) == ["web-registry"]


def test_a_folder_of_something_else_is_left_alone(tmp_path):
    (tmp_path / "letter.txt").write_text("dear")
    with pytest.raises(TargetcheckError) as caught:
        write_page(tmp_path, None, print)
    assert codes(caught) == ["web-folder-taken"]
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_the_folder_holds_all_that_the_page_names(site):
    for name in re.findall(r'(?:href|src)="([^":#]+)"', MARKUP):
        assert (site / name).is_file(), name
    for text in SCRIPTS.values():
        for name in re.findall(r'(?:from|import\() ?"\./([^"]+)"', text):
            assert (site / name).is_file(), name
    catalogue = json.loads((site / "catalogue.json").read_text("utf-8"))
    for each in catalogue["rulesets"]:
        assert (site / "plans" / f"{each['name']}.plan.json").is_file()
        for table in (each["example"] or {"tables": []})["tables"]:
            assert (site / "examples" / table).is_file()
    assert len((site / "runtime" / "LICENCES.txt").read_text("utf-8")) > 10_000


def test_what_is_kept_is_all_that_there_is(site):
    """The list has every file with its hash, and its own digest stands in the service worker."""
    listed = json.loads((site / "files.json").read_text("utf-8"))
    there = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    assert set(listed) == there - {"files.json", "service_worker.js"}
    for name, digest in listed.items():
        assert download._hash((site / name).read_bytes()) == digest, name
    worker = (site / "service_worker.js").read_text("utf-8")
    assert f'"{download._hash((site / "files.json").read_bytes())}"' in worker


def test_an_image_that_fails_is_said_in_words(tmp_path):
    node = tmp_path / "node"
    node.write_text("#!/bin/sh\necho 'SyntaxError: too old' >&2\nexit 1\n")
    node.chmod(0o755)
    with pytest.raises(TargetcheckError) as caught:
        start_image(
            {"engine_start.js": b"", "runtime/site-packages.zip": b"", "p": b"", "t": b""},
            "p", "t", "2024-01-01", str(node),
        )  # fmt: skip
    assert codes(caught) == ["web-image"]
    assert "too old" in caught.value.diagnostics[0].en


@pytest.mark.parametrize(("lang", "said"), [("en", "the folder lacks"), ("zh", "文件夹缺少")])
def test_the_command_says_what_it_lacks(tmp_path, capsys, lang, said):
    argv = ["web", "-o", str(tmp_path / "page"), "--runtime", str(tmp_path), "--lang", lang]
    assert run(argv) == 2
    assert said in capsys.readouterr().err
    assert not (tmp_path / "page").exists()
