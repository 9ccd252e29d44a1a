// Charts: the Vega-Lite specification of the engine, drawn by Vega without generated code.
let drawing = null;

function script(name) {
  return new Promise((resolve, reject) => {
    const node = document.createElement("script");
    node.src = new URL(`runtime/${name}`, import.meta.url).href;
    node.onload = resolve;
    node.onerror = () => reject(new Error(name));
    document.head.append(node);
  });
}

async function load() {
  await script("vega.min.js");
  await script("vega-lite.min.js");
  return import("./runtime/vega-interpreter.js");
}

export async function draw(node, chart) {
  drawing ??= load();
  const { expressionInterpreter } = await drawing;
  const spec = structuredClone(chart.spec);
  const zoom = parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;
  if (typeof spec.width === "number") { spec.width = Math.max(180, Math.min(spec.width, node.clientWidth / zoom - 90)); }
  const compiled = globalThis.vegaLite.compile(spec).spec;
  const view = new globalThis.vega.View(globalThis.vega.parse(compiled, null, { ast: true }), {
    expr: expressionInterpreter, renderer: "svg", container: node, hover: false,
  });
  await view.runAsync();
  const svg = node.querySelector("svg");
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", chart.alt);
}
