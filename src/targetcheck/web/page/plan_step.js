// Step 1: a bundled ruleset, or YAML of one's own.
import { asked, planChanged, state } from "./session.js";
import { fill, h, option } from "./elements.js";
import { lang, t } from "./texts.js";

export class PlanStep {
  constructor(root) {
    this.root = root;
    this.notes = h("div", { class: "notes" });
    this.chosen = "";
    this.wanted = null;
  }

  render() {
    const rulesets = state.catalogue ? state.catalogue.rulesets : [];
    const own = h("input", {
      type: "file", id: "own-yaml", class: "visually-hidden", multiple: true, accept: ".yaml,.yml",
      onchange: (event) => this.openOwn([...event.target.files]),
    });
    const select = h("select", { id: "plan-select", disabled: !rulesets.length, onchange: (event) => this.choose(event.target.value) },
      option("", t("plan_choose"), this.chosen),
      rulesets.map((each) => option(each.name, `${each[lang] || each.zh}（${each.number || each.name}）`, this.chosen)),
      this.chosen.startsWith("/") && option(this.chosen, t("plan_own_named", this.chosen.split("/").pop()), this.chosen));
    fill(this.root,
      h("h2", { id: "plan-title" }, h("span", { class: "number", "aria-hidden": "true" }, "1"), t("plan_title")),
      h("div", { class: "row" },
        h("div", { class: "field grow" }, h("label", { for: "plan-select" }, t("plan_label")), select),
        h("div", { class: "field" }, own,
          h("label", { for: "own-yaml", class: "button", title: t("plan_own_hint") }, t("plan_own")))),
      this.facts(), this.notes);
  }

  facts() {
    const info = state.plan && state.plan.info;
    if (!info) { return null; }
    return h("div", { class: "facts" },
      h("p", { class: "facts-title" }, info.title[lang]),
      h("p", {}, [info.number, info.issuer, info.issued && t("plan_issued", info.issued)].filter(Boolean).join(" · "),
        " · ", lang === "zh" ? `${info.targets}项目标` : `${info.targets} targets`));
  }

  async choose(name) {
    this.chosen = name;
    if (!name) { return; }
    if (!state.ready) { this.wanted = () => this.choose(name); return; }
    const entry = state.catalogue.rulesets.find((each) => each.name === name);
    const path = `/plans/${name}.plan.json`;
    await this.open(path, { name, example: entry.example, command: name },
      () => state.engine.bundled(`plans/${name}.plan.json`, path));
  }

  async openOwn(files) {
    if (!files.length) { return; }
    if (!state.ready) { this.wanted = () => this.openOwn(files); return; }
    const texts = await Promise.all(files.map(async (file) => ({ file, text: await file.text() })));
    const main = texts.find(({ text }) => /^\s*targets\s*:/m.test(text) && /^\s*targetcheck\s*:/m.test(text)) || texts[0];
    const path = `/rules/${main.file.name}`;
    this.chosen = path;
    await this.open(path, { name: main.file.name, example: null, command: main.file.name }, async () => {
      for (const { file } of texts) { await state.engine.file(`/rules/${file.name}`, await file.arrayBuffer()); }
    });
  }

  async open(source, plan, before) {
    const info = await asked(this.notes, t("plan_opening"), async () => {
      await before();
      return state.engine.ask("ruleset", { source }, lang);
    });
    state.plan = info ? { ...plan, source, info } : null;
    await planChanged();
    this.render();
  }

  // What was chosen before the engine was there.
  async pending() {
    const wanted = this.wanted;
    this.wanted = null;
    if (wanted) { await wanted(); }
  }
}
