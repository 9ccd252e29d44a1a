"""A real YAML language server reads our schema: completion, hover text, errors where they stand."""

import contextlib
import json
import os
import shutil
import subprocess
import threading
from pathlib import Path
from queue import Empty, Queue

import pytest

from programs import HANGS
from targetcheck.cli.entry_point import run

GOOD = """\
targetcheck: 1
id: demo
title: 某方案
document: {number: 某政办发〔2024〕1号, issuer: 某市人民政府办公室, issued: 2024-07-01}
places:
  city: {zh: 某市, kind: city}
indicators:
  rate: {zh: 收集率, nature: share, unit: percent}
defaults: {place: city}
targets:
  - id: rate
    indicator: rate
    require: {at_least: 70 %}
    due: 2025-12-31
    cite: {clause: 一, quote: 达到70%}
  - id: bod
    indicator: rate
    require:
      any:
        - {share_of: plants, where: {rate: {above: 100 mg/L}}, at_least: 90 %}
        - {rise: {from: 2022, at_least: 15 percentage_point}}
    due: 2025
    cite: {clause: 一, quote: 增长15个百分点}
"""


def server():
    """The program of the language server: beside the project, else on the path, else by npm."""
    found = os.environ.get("YAML_LANGUAGE_SERVER") or shutil.which("yaml-language-server")
    if found:
        return [found, "--stdio"]
    cache = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "targetcheck-tests"
    program = cache / "node_modules" / ".bin" / "yaml-language-server"
    npm = shutil.which("npm")
    if not program.exists() and npm and shutil.which("node"):
        cache.mkdir(parents=True, exist_ok=True)
        order = [
            npm,
            "install",
            "--no-audit",
            "--no-fund",
            "--fetch-retries=0",
            "--prefix",
            str(cache),
        ]
        with contextlib.suppress(subprocess.TimeoutExpired):
            order.append("yaml-language-server")
            subprocess.run(order, capture_output=True, check=False, timeout=HANGS)
    if program.exists() and shutil.which("node"):
        return [str(program), "--stdio"]
    message = "yaml-language-server is not installed (npm install -g yaml-language-server)"
    return pytest.skip(message)


class Editor:
    """Speaks the language server protocol over pipes."""

    def __init__(self, program, folder):
        self.folder, self.number = folder, 0
        self.process = subprocess.Popen(
            program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self.heard = Queue()
        self.reader = threading.Thread(target=self._listen, daemon=True)
        self.reader.start()
        schema = (folder / "ruleset.schema.json").as_uri()
        self.settings = {
            "yaml": {"schemas": {schema: "*.yaml"}, "validate": True, "hover": True, "completion": True,
                     "schemaStore": {"enable": False}}
        }  # fmt: skip
        root = folder.as_uri()
        able = {"workspace": {"configuration": True},
                "textDocument": {"completion": {"completionItem": {"documentationFormat": ["plaintext"]}}}}  # fmt: skip
        asked = {"processId": os.getpid(), "rootUri": root, "capabilities": able,
                 "workspaceFolders": [{"uri": root, "name": "x"}]}  # fmt: skip
        self.ask("initialize", asked)
        self.tell("initialized", {})
        self.tell("workspace/didChangeConfiguration", {"settings": self.settings})

    def _listen(self):
        stream = self.process.stdout
        while line := stream.readline():
            length = 0
            while line.strip():
                name, _, value = line.decode().partition(":")
                length = int(value) if name.lower() == "content-length" else length
                line = stream.readline()
            self.heard.put(json.loads(stream.read(length)))

    def _send(self, message):
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.process.stdin.flush()

    def tell(self, method, params):
        self._send({"method": method, "params": params})

    def ask(self, method, params):
        self.number += 1
        number = self.number
        self._send({"id": number, "method": method, "params": params})
        return self._wait(lambda m: m.get("id") == number and "method" not in m)["result"]

    def _wait(self, wanted, seconds=HANGS):
        while True:
            try:
                message = self.heard.get(timeout=seconds)
            except Empty:
                pytest.fail("the language server fell silent")
            if "id" in message and message.get("method") == "workspace/configuration":
                items = message["params"]["items"]
                answers = [self.settings.get(item.get("section"), {}) for item in items]
                self._send({"id": message["id"], "result": answers})
            elif "id" in message and "method" in message:
                self._send({"id": message["id"], "result": None})
            if wanted(message):
                return message

    def open(self, name, text):
        uri = (self.folder / name).as_uri()
        document = {"uri": uri, "languageId": "yaml", "version": 1, "text": text}
        self.tell("textDocument/didOpen", {"textDocument": document})
        return uri

    def problems(self, name, text):
        uri = self.open(name, text)

        def about(message):
            published = message.get("method") == "textDocument/publishDiagnostics"
            return published and message["params"]["uri"] == uri

        found = self._wait(about)["params"]["diagnostics"]
        return [(d["range"]["start"]["line"] + 1, d["message"]) for d in found]

    def at(self, method, uri, line, column):
        place = {"line": line - 1, "character": column}
        return self.ask(f"textDocument/{method}", {"textDocument": {"uri": uri}, "position": place})

    def close(self):
        self.process.kill()
        self.process.wait()
        self.reader.join(timeout=HANGS)
        self.process.stdin.close()
        self.process.stdout.close()


@pytest.fixture(scope="module")
def editor(tmp_path_factory):
    program = server()
    folder = tmp_path_factory.mktemp("editor")
    assert run(["schema", "-o", str(folder / "ruleset.schema.json")]) == 0
    found = Editor(program, folder)
    yield found
    found.close()


def test_a_good_ruleset_has_no_problems(editor):
    assert editor.problems("good.yaml", GOOD) == []


@pytest.mark.parametrize(
    ("change", "line", "word"),
    [
        (("    due: 2025-12-31\n", "    dew: 2025-12-31\n"), 14, "dew"),
        (("nature: share", "nature: portion"), 8, "level"),
        (("targetcheck: 1\n", "targetcheck: 2\n"), 1, "1"),
        (("{clause: 一, quote: 达到70%}", "{clause: 一}"), 15, "quote"),
        (("    require: {at_least: 70 %}\n", "    require: {at_leest: 70 %}\n"), 13, ""),
        (("id: demo\n", ""), 1, "id"),
    ],
)
def test_a_mistake_is_marked_where_it_stands(editor, change, line, word):
    text = GOOD.replace(*change, 1)
    found = editor.problems(f"bad-{line}-{word}.yaml", text)
    assert found
    assert any(at == line and word in said for at, said in found), found


def test_keys_of_a_target_are_offered_with_their_meaning(editor):
    text = GOOD + "  - id: more\n    \n"
    uri = editor.open("offer.yaml", text)
    offered = editor.at("completion", uri, len(text.splitlines()), 4)["items"]
    said = {item["label"]: str(item.get("documentation")) for item in offered}
    assert {"require", "due", "milestones", "tranches", "cite", "lead"} <= set(said)
    assert "牵头单位" in said["lead"]
    assert "what is required" in said["require"]


def test_values_that_a_key_takes_are_offered(editor):
    text = GOOD + "    mode: \n"
    uri = editor.open("values.yaml", text)
    offered = editor.at("completion", uri, len(text.splitlines()), 10)["items"]
    assert {"reach", "maintain", "sustain"} <= {item["label"] for item in offered}


def test_a_key_tells_what_it_means(editor):
    uri = editor.open("hover.yaml", GOOD)
    told = editor.at("hover", uri, 14, 5)
    assert "到期日" in str(told["contents"])
    assert "last day" in str(told["contents"])


def test_every_key_says_something():
    from targetcheck.output.ruleset_text.json_schemas import ruleset_schema

    schema = ruleset_schema()
    silent = [
        f"{name}.{key}"
        for name, piece in (("Ruleset", schema), *schema["$defs"].items())
        for key, field in piece.get("properties", {}).items()
        if not field.get("description")
    ]
    assert not silent
