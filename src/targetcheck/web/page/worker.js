// The engine in a Web Worker: Python, its packages, and the session that answers the page.
import { fromFiles, fromImage, put, unpacked } from "./engine_start.js";

const BASE = new URL(".", import.meta.url);
const RUNTIME = new URL("runtime/", BASE);
const WASM = "pyodide.asm.wasm";
const COMMAND = `
def run_command(argv):
    """Run a command line of targetcheck; return its exit code and what it says."""
    import contextlib, io, sys
    from targetcheck.__main__ import main
    said = io.StringIO()
    before, sys.argv = sys.argv, ["targetcheck", *argv]
    try:
        with contextlib.redirect_stderr(said), contextlib.redirect_stdout(said):
            code = main()
    finally:
        sys.argv = before
    return code, said.getvalue()
`;
// In place of the library that draws charts elsewhere: it notes each chart and leaves a mark, and
// Vega draws in its place once the command is done.
const CHARTS = `
import json, sys, types
def _noted(spec):
    note_chart(json.dumps(spec))
    return "<svg><!--chart--></svg>"
sys.modules["vl_convert"] = types.ModuleType("vl_convert")
sys.modules["vl_convert"].vegalite_to_svg = _noted
`;
const MARK = "<svg><!--chart--></svg>";
let python = null, session = null, command = null, charts = [];

function told(data) { postMessage(data); }

// Every byte that is fetched while the runtime starts is counted, for the progress bar.
const plain = self.fetch.bind(self);
let loaded = 0;
async function counted(address, options) {
  const wasm = String(address).endsWith(WASM);
  const answer = await plain(wasm ? `${address}.packed` : address, options);
  if (!answer.ok || !answer.body) { return answer; }
  const counter = new TransformStream({
    transform(part, out) { loaded += part.byteLength; told({ loaded }); out.enqueue(part); },
  });
  const body = new Response(answer.body.pipeThrough(counter), { status: answer.status, headers: answer.headers });
  return wasm ? new Response(await unpacked(body), { headers: { "content-type": "application/wasm" } }) : body;
}

async function fetched(address) {
  const answer = await fetch(new URL(address, BASE));
  if (!answer.ok) { throw new Error(`${address}: ${answer.status}`); }
  return answer;
}

async function archive() { return (await fetched("runtime/site-packages.zip")).arrayBuffer(); }

// Files come after the image: modules that no evaluation needs, rulesets, units.
let files = null;
function complete() {
  files ??= archive().then((packed) => put(python, packed)).catch((error) => { files = null; throw error; });
  return files;
}

async function start({ image }) {
  self.fetch = counted;
  python = image ? await fromImage(RUNTIME.href, fetched("runtime/start.image").then(unpacked)).catch(withoutImage) : await started();
  self.fetch = plain;
  told({ stage: "import" });
  for (const folder of ["/data", "/rules", "/out"]) { python.FS.mkdirTree(folder); }
  python.FS.chdir("/data");
  python.globals.set("note_chart", (spec) => { charts.push(JSON.parse(spec)); });
  python.runPython(COMMAND + CHARTS);
  session = python.runPython("from targetcheck.web.page_session import PageSession; PageSession()");
  command = python.globals.get("run_command");
}

async function started() {
  const [found, packed] = await Promise.all([fromFiles(RUNTIME.href), archive()]);
  told({ stage: "unpack" });
  put(found, packed);
  files = Promise.resolve();
  return found;
}

function withoutImage(error) {
  console.warn(String(error));
  return started();
}

// What an explanation needs is loaded while nobody asks for anything.
function warm() { python.runPython("import targetcheck.what_if.turning_point, targetcheck.what_if.gap_to_target_text, targetcheck.output.charts"); }

// What the page may need later is fetched while the network is there, and kept.
const kept = new Map();
async function held(address) {
  if (!kept.has(address)) {
    const answer = await fetch(new URL(address, BASE));
    if (!answer.ok) { throw new Error(`${address}: ${answer.status}`); }
    kept.set(address, await answer.arrayBuffer());
  }
  return kept.get(address);
}

async function withCharts(bytes) {
  const { svg } = await import("./vega_svg.js");
  const parts = new TextDecoder().decode(bytes).split(MARK);
  const drawn = [];
  for (const [at, spec] of charts.entries()) { drawn.push(await svg(spec, `chart-${at}`)); }
  return new TextEncoder().encode(parts.map((part, at) => part + (at < drawn.length && at < parts.length - 1 ? drawn[at] : "")).join(""));
}

const ACTIONS = {
  ask({ name, args, lang }) { return session.answer(name, JSON.stringify(args), lang); },
  file({ path, bytes }) {
    python.FS.mkdirTree(path.slice(0, path.lastIndexOf("/")) || "/");
    python.FS.writeFile(path, new Uint8Array(bytes));
  },
  forget({ path }) { python.FS.unlink(path); },
  async bundled({ address, path }) { ACTIONS.file({ path, bytes: await held(address) }); },
  held({ address }) { return held(address).then(() => null); },
  drawing: () => import("./vega_svg.js").then(({ ready }) => ready()).then(() => null),
  async command({ argv, output }) {
    charts = [];
    const pair = command(argv);
    const [code, said] = pair.toJs();
    pair.destroy();
    let bytes = null;
    if (output && python.FS.analyzePath(output).exists) {
      bytes = python.FS.readFile(output);
      python.FS.unlink(output);
      if (charts.length) { bytes = await withCharts(bytes); }
    }
    return { code, said, bytes };
  },
  warm,
};

async function act(data) {
  if (data.action === "start") {
    await start(data);
    complete().catch(() => {});  // it is tried again when something is asked
    return null;
  }
  await complete();
  return ACTIONS[data.action](data);
}

let before = Promise.resolve();
onmessage = ({ data }) => {
  // One after the other: a question waits for the file that it asks about.
  before = before.then(async () => {
    try {
      told({ id: data.id, ok: await act(data) });
    } catch (error) {
      told({ id: data.id, error: String((error && error.message) || error) });
    }
  });
};
