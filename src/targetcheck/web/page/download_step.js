// Step 4: the form, the circular and the tables, written by the commands that offices know.
import { asked, state } from "./session.js";
import { fill, h, option, save } from "./elements.js";
import { lang, t } from "./texts.js";

const KINDS = {
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  html: "text/html", md: "text/markdown", csv: "text/csv", json: "application/json",
};

export class DownloadStep {
  constructor(root) {
    this.root = root;
    this.notes = h("div", { class: "notes" });
    this.fields = { issuer: "", number: "" };
    this.period = "";
    this.by = "lead";
    this.scope = "";
  }

  render() {
    const heading = h("h2", { id: "downloads-title" }, h("span", { class: "number", "aria-hidden": "true" }, "4"), t("downloads_title"));
    if (!state.plan) { fill(this.root, heading, h("p", { class: "empty" }, t("downloads_first"))); return; }
    const judged = state.result && !state.stale;
    if (!judged) { this.scope = ""; }
    fill(this.root, heading, judged && this.scopes(), h("div", { class: "cards" },
      this.form(), judged && this.circular(), judged && this.tables()), this.notes, judged && this.commands());
  }

  // Only what the tables report, or the whole plan: the first is what one sends on with a table.
  scopes() {
    const listed = state.result.verdicts.filter((v) => v.listed).length;
    const some = listed > 0 && listed < state.result.verdicts.length;
    if (!some) { this.scope = "whole"; return null; }
    if (!this.scope) { this.scope = state.own ? "table" : "whole"; }
    const choice = (key, count) => h("label", { class: "choice" }, h("input", {
      type: "radio", name: "scope", id: `scope-${key}`, value: key, checked: this.scope === key, onchange: () => { this.scope = key; this.render(); },
    }), t(`scope_${key}`, count));
    return h("fieldset", { class: "scopes" }, h("legend", {}, t("scope")), choice("table", listed), choice("whole", state.result.verdicts.length));
  }

  part() { return this.scope === "table" ? ["--reported-only"] : []; }

  // What a file is named after its kind: the table or the whole plan.
  scoped() {
    if (this.scope !== "table") { return t("scope_file"); }
    const names = state.files.map((f) => f.name.replace(/\.[^.]*$/, ""));
    return names.length === 1 ? names[0] : t("scope_files", names.length);
  }

  form() {
    const info = state.plan.info;
    const today = new Date().toISOString().slice(0, 10);
    const period = this.period || quarterOf(clamped(state.asOf ? following(state.asOf) : today, info.first_due, info.last_due));
    return h("form", { class: "card", onsubmit: (event) => { event.preventDefault(); this.writeForm(); } },
      h("h3", {}, t("form")), h("p", {}, t("form_text")),
      h("div", { class: "row" },
        h("div", { class: "field" }, h("label", { for: "form-period" }, t("form_period")),
          h("input", { type: "text", id: "form-period", size: "9", value: period, oninput: (event) => { this.period = event.target.value; } })),
        h("div", { class: "field wide" }, h("label", { for: "form-by" }, t("form_by")),
          h("select", { id: "form-by", onchange: (event) => { this.by = event.target.value; } },
            option("lead", t("form_lead"), this.by), option("place", t("form_place"), this.by)))),
      h("button", { type: "submit", id: "save-form" }, t("form_save")));
  }

  circular() {
    const field = (key) => h("div", { class: "field" }, h("label", { for: `circular-${key}` }, t(`circular_${key}`)),
      h("input", { type: "text", id: `circular-${key}`, value: this.fields[key], placeholder: t(`circular_${key}_hint`), required: key === "issuer", "aria-describedby": key === "issuer" ? "issuer-wanted" : null,
        oninput: (event) => { this.fields[key] = event.target.value; event.target.removeAttribute("aria-invalid"); } }));
    return h("div", { class: "card" }, h("h3", {}, t("circular")), h("p", {}, t("circular_text")),
      h("div", { class: "row" }, field("issuer"), field("number")),
      h("p", { class: "wanted", id: "issuer-wanted", role: "status" }),
      h("div", { class: "row" }, ["html", "md"].map((kind) =>
        h("button", { type: "button", id: `save-circular-${kind}`, onclick: () => this.writeCircular(kind) }, t(`circular_${kind}`)))));
  }

  // Whoever sends a circular signs it: without a name none is written.
  async writeCircular(kind) {
    const input = document.getElementById("circular-issuer");
    const lacks = !this.fields.issuer.trim();
    document.getElementById("issuer-wanted").textContent = lacks ? t("issuer_wanted") : "";
    if (lacks) { input.setAttribute("aria-invalid", "true"); input.focus(); return; }
    await this.write("report", kind, t("circular"), this.set());
  }

  set() {
    return ["issuer", "number"].flatMap((key) => (this.fields[key].trim() ? ["--set", `${key}=${this.fields[key].trim()}`] : []));
  }

  tables() {
    return h("div", { class: "card" }, h("h3", {}, t("tables")), h("p", {}, t("tables_text")),
      h("div", { class: "row" }, ["xlsx", "csv", "json", "md"].map((kind) =>
        h("button", { type: "button", id: `save-table-${kind}`, onclick: () => this.write("evaluate", kind, t("tables"), ["--format", kind]) }, `.${kind}`))),
      h("button", { type: "button", class: "quiet", onclick: () => print() }, t("print")));
  }

  async write(command, kind, name, more) {
    const file = `${name}-${this.scoped()}-${state.result.as_of}.${kind}`;
    const argv = [command, state.plan.source, ...state.files.map((f) => f.name), "--as-of", state.result.as_of, ...this.part(), ...await this.mapped()];
    await this.run([...argv, ...more], file, kind);
  }

  async writeForm() {
    const period = document.getElementById("form-period").value.trim();
    const part = this.scope === "table" ? [...state.files.flatMap((f) => ["--reported", f.name]), ...this.part(), ...await this.mapped()] : [];
    const argv = ["template", state.plan.source, "--period", period, "--by", this.by, ...part];
    await this.run(argv, `${t("form")}-${this.scoped()}-${period}.xlsx`, "xlsx");
  }

  async mapped() {
    if (!Object.keys(state.mapping).length) { return []; }
    const text = await state.engine.ask("mapping_text", { mapping: state.mapping }, lang);
    await state.engine.file("/out/mapping.yaml", new TextEncoder().encode(text));
    return ["--mapping", "/out/mapping.yaml"];
  }

  async run(argv, file, kind) {
    const output = `/out/result.${kind}`;
    const found = await asked(this.notes, t("writing", file), () =>
      state.engine.command([...argv, "--lang", lang, "-o", output], output));
    if (!found) { return; }
    if (!found.bytes) { fill(this.notes, h("pre", { class: "alert", role: "alert" }, found.said)); return; }
    save(found.bytes, file, KINDS[kind]);
    fill(this.notes, h("p", { role: "status" }, t("written", file)));
  }

  commands() {
    const names = state.files.map((f) => f.name).join(" ");
    const mapping = Object.keys(state.mapping).length ? " --mapping mapping.yaml" : "";
    const tail = `${state.plan.command} ${names} --as-of ${state.result.as_of}${mapping}${this.part().map((word) => ` ${word}`).join("")}`;
    return h("details", { class: "fold" }, h("summary", {}, t("by_command")),
      h("pre", { class: "code", tabindex: "0", "aria-label": t("by_command") },
        [`targetcheck evaluate ${tail}`, `targetcheck report ${tail} -o ${lang === "zh" ? "通报" : "circular"}.docx`].join("\n")));
  }
}

// The first day after the quarter that a day lies in.
function following(day) {
  const [year, month] = day.split("-").map(Number);
  const quarter = Math.ceil(month / 3);
  return quarter === 4 ? `${year + 1}-01-01` : `${year}-${String(quarter * 3 + 1).padStart(2, "0")}-01`;
}

// A day within the due dates of the plan: a plan of 2024 asks for no report of 2027.
function clamped(day, first, last) {
  if (first && day < first) { return first; }
  return last && day > last ? last : day;
}

function quarterOf(day) {
  const [year, month] = day.split("-").map(Number);
  return `${year}Q${Math.ceil(month / 3)}`;
}
