// Step 2: tables in, what was understood of them, and the questions that they leave open.
import { asked, evaluateNow, filesChanged, readTables, state } from "./session.js";
import { calm, findingsList, fill, h, save } from "./elements.js";
import { lang, t } from "./texts.js";
import { cellList, sheetViews } from "./sheet_view.js";
import { answeredBy, columnsView } from "./column_view.js";
import { questionsView, wholeView } from "./question_view.js";

const LARGEST = 100 * 1024 * 1024;

export class DataStep {
  constructor(root) {
    this.root = root;
    this.notes = h("div", { class: "notes" });
    this.view = "sheet";
    this.whole = false;
    this.written = false;
    addEventListener("dragover", (event) => { if (state.plan) { event.preventDefault(); root.classList.add("dragging"); } });
    addEventListener("dragleave", (event) => { if (!event.relatedTarget) { root.classList.remove("dragging"); } });
    addEventListener("drop", (event) => {
      event.preventDefault();
      root.classList.remove("dragging");
      if (state.plan) { this.add([...event.dataTransfer.files]); }
    });
  }

  render() {
    const heading = h("h2", { id: "data-title" }, h("span", { class: "number", "aria-hidden": "true" }, "2"), t("data_title"));
    if (!state.plan) { fill(this.root, heading, h("p", { class: "empty" }, t("data_first")), this.notes); return; }
    fill(this.root, heading, this.drop(), this.files(), this.notes, state.tables && this.understood());
  }

  drop() {
    const input = h("input", {
      type: "file", id: "table-files", class: "visually-hidden", multiple: true, accept: ".xlsx,.xlsm,.csv,.tsv,.ods,.json,.xml",
      onchange: (event) => { this.add([...event.target.files]); },
    });
    return h("div", { class: state.files.length ? "drop small" : "drop" },
      h("p", {}, t("drop"), " ", input, h("label", { for: "table-files", class: "button primary" }, t("choose_files"))),
      h("p", { class: "hint" }, t("drop_kinds")),
      !state.files.length && state.plan.example && h("p", {},
        h("button", { type: "button", id: "example", onclick: () => this.example() }, t("example"))));
  }

  files() {
    return state.files.length > 0 && h("ul", { class: "files" }, state.files.map((file) =>
      h("li", {}, h("span", {}, file.name), h("button", {
        type: "button", class: "quiet", "aria-label": t("remove_file", file.name), onclick: () => this.remove(file),
      }, t("remove")))));
  }

  async add(files) {
    for (const file of files) {
      if (file.size > LARGEST) { this.notes.replaceChildren(h("p", { class: "alert" }, t("too_many", file.name))); continue; }
      await this.put(file.name, await file.arrayBuffer());
    }
    state.asOfGiven = false;
    state.own = true;
    await filesChanged();
    this.next();
    const list = this.root.querySelector(".files");
    if (list) { list.scrollIntoView({ behavior: calm() ? "auto" : "smooth" }); }
  }

  // The keyboard goes on at what is open, else at the button that evaluates.
  next() {
    const open = this.root.querySelector("details[open] .columns select, .questions select, .questions input") || this.root.querySelector("#evaluate");
    if (open) { open.focus({ preventScroll: true }); }
  }

  async put(name, bytes) {
    const taken = state.files.filter((f) => f.name !== name);
    const path = `/data/${name}`;
    await state.engine.file(path, bytes);
    state.files = [...taken, { name, path }];
  }

  async remove(file) {
    state.files = state.files.filter((f) => f !== file);
    await state.engine.forget(file.path);
    await filesChanged();
    document.getElementById("table-files").focus();
  }

  async example() {
    const { tables, as_of: asOf } = state.plan.example;
    await asked(this.notes, t("reading"), async () => {
      for (const table of tables) {
        const name = table.split("/").pop();
        await state.engine.bundled(`examples/${table}`, `/data/${name}`);
        state.files = [...state.files.filter((f) => f.name !== name), { name, path: `/data/${name}` }];
      }
      return true;
    });
    state.asOf = asOf;
    state.asOfGiven = true;
    state.own = false;
    await filesChanged({ evaluate: true });
  }

  understood() {
    const found = state.tables;
    const aside = found.rows - found.used;
    const view = h("div", { class: "view" });
    const forms = columnsView(found, (patches) => this.answered(patches));
    const open = found.columns.some((form) => form.open);
    const asked = found.questions.filter((each) => !answeredBy(found).has(each.id));
    const draw = () => {
      fill(view, this.view === "sheet" && found.sheets.length ? sheetViews(found, (patches) => this.answered(patches))
        : cellList(found, this.view === "aside"));
    };
    const choice = (key, label) => h("button", {
      type: "button", class: "segment", "aria-pressed": String(this.view === key),
      onclick: (event) => {
        this.view = key;
        for (const other of event.target.parentNode.children) { other.setAttribute("aria-pressed", String(other === event.target)); }
        draw();
      },
    }, label);
    if (!found.sheets.length && this.view === "sheet") { this.view = "list"; }
    draw();
    return [
      found.findings.length > 0 && findingsList(t("findings", found.findings.length), found.columns.length ? found.findings.map(below) : found.findings),
      h("h3", {}, t("understood")),
      h("p", { class: "counts" }, found.rows ? t("read_rows", found.rows, found.used, aside, found.empty) : t("nothing_read")),
      found.rows > 0 && found.used === 0 && h("p", { class: "alert" }, t(open ? "nothing_used_columns" : "nothing_used")),
      forms.nodes,
      questionsView(asked, (patches) => this.answered([...forms.patches(), ...patches]), open),
      found.doubts.length > 0 && h("ul", { class: "doubts" }, found.doubts.map((text) => h("li", {}, text))),
      found.rows > 0 && h("div", { class: "segments", role: "group", "aria-label": t("understood") },
        found.sheets.length > 0 && choice("sheet", t("view_sheet")), choice("list", t("view_list")),
        choice("aside", t("view_aside"))),
      found.rows + found.sheets.length > 0 && view,
      found.notes.length > 0 && h("ul", { class: "doubts" }, found.notes.map((text) => h("li", {}, text))),
      wholeView(this.whole || (!found.used && !open), (shown) => { this.whole = shown; }, (mapping) => this.replaced(mapping)),
      this.mapping(),
      this.evaluate(),
    ];
  }

  async answered(patches) {
    for (const patch of patches) { state.mapping = joined(state.mapping, patch); }
    await readTables();
    this.next();
  }

  async replaced(mapping) {
    state.mapping = mapping;
    await readTables();
    this.next();
  }

  mapping() {
    const text = h("pre", { class: "code", tabindex: "0", "aria-label": t("mapping") }, t("mapping_empty"));
    const empty = Object.keys(state.mapping).length === 0;
    if (!empty) {
      state.engine.ask("mapping_text", { mapping: state.mapping }, lang).then((yaml) => { text.textContent = yaml; });
    }
    const input = h("input", {
      type: "file", id: "mapping-file", class: "visually-hidden", accept: ".yaml,.yml",
      onchange: async (event) => {
        const given = await event.target.files[0].text();
        const data = await asked(this.notes, t("reading"), () => state.engine.ask("mapping", { text: given }, lang));
        if (data) { await this.replaced(data); }
      },
    });
    return h("details", { class: "fold", open: this.written, ontoggle: (event) => { this.written = event.target.open; } },
      h("summary", {}, t("mapping")), h("p", { class: "hint" }, t("mapping_hint")), text,
      h("p", { class: "row" },
        h("button", { type: "button", disabled: empty, onclick: () => save(text.textContent, "mapping.yaml", "text/yaml") }, t("mapping_save")),
        input, h("label", { for: "mapping-file", class: "button" }, t("mapping_open")),
        h("button", { type: "button", class: "quiet", disabled: empty, onclick: () => this.replaced({}) }, t("mapping_clear"))));
  }

  evaluate() {
    const day = h("input", {
      type: "date", id: "as-of", value: state.asOf, "aria-describedby": "as-of-hint",
      onchange: (event) => { state.asOf = event.target.value; state.asOfGiven = true; state.stale = state.result !== null; },
    });
    return h("div", { class: "row evaluate" },
      h("div", { class: "field" }, h("label", { for: "as-of" }, t("as_of")), day),
      h("button", { type: "button", id: "evaluate", class: "primary big", onclick: () => evaluateNow() }, t("evaluate")),
      h("p", { class: "hint", id: "as-of-hint" }, t("as_of_hint")));
  }
}

// What the page asks further down needs no mapping file.
function below(finding) {
  return ["table-empty", "table-column-missing", "table-rows-unclear"].includes(finding.code) ? { ...finding, hint: t("columns_below") } : finding;
}

// Join a piece of a mapping to the rest: tables of names grow, everything else is replaced.
export function joined(mapping, patch) {
  const found = { ...mapping };
  for (const [key, value] of Object.entries(patch)) {
    const both = value && typeof value === "object" && !Array.isArray(value) && found[key] && typeof found[key] === "object" && !Array.isArray(found[key]);
    if (both) { found[key] = joined(found[key], value); }
    else if (Array.isArray(value) && Array.isArray(found[key])) { found[key] = [...new Set([...found[key], ...value])]; }
    else { found[key] = value; }
  }
  return found;
}
