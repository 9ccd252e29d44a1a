// Vega-Lite to SVG, on the page and in the worker, without generated code.
let drawing = null;

async function load() {
  await import("./runtime/vega.min.js");
  await import("./runtime/vega-lite.min.js");
  return import("./runtime/vega-interpreter.js");
}

const NAMES = / (?:aria-hidden="true"|aria-roledescription="[^"]*"|role="graphics-[a-z]+"|pointer-events="none"|xmlns:xlink="[^"]*"|version="1\.1")/g;

export function ready() {
  drawing ??= load();
  return drawing;
}

export async function svg(spec, name) {
  const { expressionInterpreter: expr } = await ready();
  const compiled = globalThis.vegaLite.compile(spec).spec;
  const view = new globalThis.vega.View(globalThis.vega.parse(compiled, null, { ast: true }), { expr, renderer: "none" });
  const text = await view.toSVG();
  view.finalize();
  return text.replace(NAMES, "").replace(/(\bid="|url\(#|href="#)/g, `$1${name}-`);
}
