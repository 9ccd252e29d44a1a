// The page: it starts the engine, and speaks two languages in two lights.
import { Engine } from "./engine.js";
import { h, kept } from "./elements.js";
import { readTables, state, steps } from "./session.js";
import { lang, speak, t } from "./texts.js";
import { ready } from "./vega_svg.js";
import { PlanStep } from "./plan_step.js";
import { DataStep } from "./data_step.js";
import { VerdictStep } from "./verdict_step.js";
import { DownloadStep } from "./download_step.js";

const by = (id) => document.getElementById(id);
const started = performance.now();
// Milliseconds before the page is kept: a first evaluation comes first.
const QUIET = 8000;
let boot = ["boot_load"];

function bootText(...said) {
  boot = said;
  by("boot-text").textContent = t(...said);
}

function progress({ loaded, stage }) {
  const bar = by("boot-bar");
  if (loaded !== undefined) { bar.value = Math.min(80, 80 * loaded / state.catalogue.runtime_bytes); return; }
  bar.value = stage === "unpack" ? 82 : 90;
  bootText(stage === "unpack" ? "boot_unpack" : "boot_import");
}

async function start() {
  words();
  if (location.protocol === "file:") { return; }
  try {
    state.catalogue = await (await fetch(new URL(`catalogue.json`, import.meta.url))).json();
    words();
    state.engine = new Engine(progress, state.catalogue.image);
    for (const step of Object.values(steps)) { step.render(); }
    await state.engine.ready;
    state.ready = true;
    by("boot-bar").hidden = true;
    by("boot").classList.add("done");
    bootText("boot_ready", ((performance.now() - started) / 1000).toFixed(1));
    document.documentElement.dataset.ready = "yes";
    for (const step of Object.values(steps)) { step.render(); }
    await steps.plan.pending();
    hold().catch((error) => console.warn(String(error)));
  } catch (error) {
    by("boot-bar").hidden = true;
    by("boot").classList.add("alert");
    bootText("boot_failed", error.message);
  }
}

// From here on no network is needed: plans, examples and the library of charts are fetched as well.
async function hold() {
  await ready();
  for (const { name, example } of state.catalogue.rulesets) {
    await state.engine.held(`plans/${name}.plan.json`);
    for (const table of example ? example.tables : []) { await state.engine.held(`examples/${table}`); }
  }
  await state.engine.drawing();
  document.documentElement.dataset.offline = "yes";
  setTimeout(() => keep().catch((error) => console.warn(String(error))), QUIET);
}

// The whole page is kept, so that it opens again without a network; browsers do so for secure
// addresses alone (https, or this machine).
async function keep() {
  if (!("serviceWorker" in navigator) || !self.isSecureContext) { return; }
  await navigator.serviceWorker.register(new URL("service_worker.js", import.meta.url));
  await navigator.serviceWorker.ready;
  document.documentElement.dataset.kept = "yes";
  bootText("boot_kept", boot[1]);
}

// ---- language and theme ---------------------------------------------------------------------

function words() {
  document.title = t("page_title");
  for (const node of document.querySelectorAll("[data-text]")) { node.textContent = t(node.dataset.text); }
  by("boot-text").textContent = t(...boot);
  const button = by("lang");
  button.textContent = lang === "zh" ? "English" : "中文";
  button.lang = lang === "zh" ? "en" : "zh-CN";
  by("theme").textContent = t(`theme_${document.documentElement.dataset.theme || "auto"}`);
  if (state.catalogue) {
    by("foot").replaceChildren(t("foot", state.catalogue.version), " ",
      h("a", { href: "runtime/LICENCES.txt" }, t("licences")));
  }
}

by("lang").addEventListener("click", async () => {
  speak(lang === "zh" ? "en" : "zh");
  kept("lang", lang);
  words();
  for (const step of Object.values(steps)) { step.render(); }
  if (state.ready && state.files.length) {
    const stale = state.stale;
    await readTables();
    state.stale = stale;
    if (state.result && !stale) { state.result = await state.engine.ask("evaluate", { as_of: state.asOf }, lang); }
    for (const step of Object.values(steps)) { step.render(); }
  }
});

by("theme").addEventListener("click", () => {
  const root = document.documentElement;
  const next = { undefined: "light", light: "dark", dark: "auto" }[root.dataset.theme];
  if (next === "auto") { delete root.dataset.theme; } else { root.dataset.theme = next; }
  kept("theme", next);
  words();
});

steps.plan = new PlanStep(by("step-plan"));
steps.data = new DataStep(by("step-data"));
steps.verdicts = new VerdictStep(by("step-verdicts"));
steps.downloads = new DownloadStep(by("step-downloads"));
for (const step of Object.values(steps)) { step.render(); }
start();
