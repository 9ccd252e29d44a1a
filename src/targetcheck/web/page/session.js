// The session of the page: its state, and what follows when a part of it changes.
import { Findings } from "./engine.js";
import { announce, calm, findingsList, h } from "./elements.js";
import { lang, t } from "./texts.js";

export const state = {
  catalogue: null, engine: null, ready: false,
  plan: null,          // {source, name, info, example, command}
  files: [],           // [{name, path}]
  mapping: {},         // answers, as the mapping that they mean
  tables: null,        // what was understood
  asOf: "", asOfGiven: false,
  own: false,          // whether the tables are the person's own, and not an example
  result: null, stale: false, seconds: 0,
};

// The steps by name; the page fills them in.
export const steps = {};

export async function planChanged() {
  state.files = [];
  state.mapping = {};
  state.tables = state.result = null;
  state.asOfGiven = false;
  state.asOf = "";
  for (const name of ["data", "verdicts", "downloads"]) { steps[name].render(); }
}

export async function filesChanged({ evaluate = false } = {}) {
  await readTables();
  if (evaluate && state.tables && state.tables.used > 0) { await evaluateNow(); }
}

export async function readTables() {
  if (state.files.length === 0) {
    state.tables = state.result = null;
  } else {
    state.tables = await asked(steps.data.notes, t("reading"), () =>
      state.engine.ask("tables", { files: state.files.map((f) => f.path), mapping: state.mapping }, lang));
    if (state.tables && !state.asOfGiven && state.tables.last_day) { state.asOf = state.tables.last_day; }
  }
  state.stale = state.result !== null;
  for (const name of ["data", "verdicts", "downloads"]) { steps[name].render(); }
}

export async function evaluateNow() {
  const from = performance.now();
  const result = await asked(steps.data.notes, t("evaluating"), () =>
    state.engine.ask("evaluate", { as_of: state.asOf }, lang));
  if (!result) { return; }
  state.result = result;
  state.stale = false;
  state.seconds = ((performance.now() - from) / 1000).toFixed(1);
  document.documentElement.dataset.evaluated = state.seconds;
  steps.verdicts.fresh();
  steps.data.render();
  steps.downloads.render();
  const title = document.getElementById("verdicts-title");
  title.focus({ preventScroll: true });
  title.scrollIntoView({ behavior: calm() ? "auto" : "smooth" });
  announce(t("evaluated", result.as_of, result.total, state.seconds));
  state.engine.warm().catch(() => {});
}

// Run something of the engine: say that it runs, and show what it refuses where it was asked.
export async function asked(place, text, run) {
  place.replaceChildren(h("p", { class: "busy", role: "status" }, h("span", { class: "spinner", "aria-hidden": "true" }), text));
  try {
    const found = await run();
    place.replaceChildren();
    return found;
  } catch (error) {
    const shown = error instanceof Findings
      ? findingsList(t("findings", error.findings.length), error.findings)
      : h("p", { class: "alert", role: "alert" }, t("failed", error.message));
    place.replaceChildren(shown);
    return null;
  }
}
