// One verdict explained: its sentence, clause, chart and numbers, what it needs, and suppositions.
import { asked, state } from "./session.js";
import { chip, fill, h } from "./elements.js";
import { lang, t } from "./texts.js";
import { draw } from "./chart.js";

export class Explanation {
  constructor(closed) {
    this.closed = closed;
    this.root = h("aside", { class: "explanation", id: "explanation", "aria-label": t("detail"), hidden: false });
    this.root.addEventListener("keydown", (event) => { if (event.key === "Escape") { this.close(); } });
    this.clear();
  }

  clear() {
    document.body.classList.remove("explaining");
    fill(this.root, h("p", { class: "empty" }, t("detail_none")));
  }

  close() {
    this.clear();
    this.closed();
  }

  async show(id, { focus = false } = {}) {
    this.root.setAttribute("aria-label", t("detail"));
    const found = await asked(this.root, t("evaluating"), () => state.engine.ask("explain", { verdict: id }, lang));
    if (!found) { return null; }
    document.body.classList.add("explaining");
    const title = h("h3", { tabindex: "-1" }, found.title);
    const chart = found.chart && h("div", { class: "chart" });
    fill(this.root,
      h("div", { class: "explanation-head" }, chip(found.status, found.symbol, found.word),
        h("button", { type: "button", class: "quiet close", onclick: () => this.close() }, t("close"))),
      title, h("p", { class: "where" }, [found.place, found.due].join(" · ")),
      h("p", { class: "sentence" }, found.sentence, found.illustrative && h("span", { class: "tag" }, t("unfavourable"))),
      this.clause(found), chart,
      this.part("needs", found.needs), this.part("turns", found.turns.map((turn) => turn.text)),
      this.whatIf(found), this.others(found),
      h("details", { class: "fold" }, h("summary", {}, t("numbers")),
        h("pre", { class: "code", tabindex: "0", "aria-label": t("numbers") }, found.lines.slice(3).join("\n"))));
    this.root.scrollTop = 0;
    if (focus) { title.focus({ preventScroll: matchMedia("(min-width: 1100px)").matches }); }
    if (chart) { draw(chart, found.chart).catch(() => { chart.textContent = t("chart_failed"); }); }
    return found.sentence;
  }

  clause(found) {
    const cite = found.citation;
    return cite && h("figure", { class: "clause" },
      [cite, ...cite.more].map((each) => [
        each.quote && h("blockquote", { lang: "zh-CN" }, each.quote),
        h("figcaption", {}, [cite.document, each.clause].filter(Boolean).join(" "))]),
      found.lead.length > 0 && h("p", {}, `${t("lead")}${lang === "zh" ? "：" : ": "}${found.lead.join(lang === "zh" ? "、" : ", ")}`));
  }

  part(key, lines) {
    return lines.length > 0 && h("section", {}, h("h4", {}, t(key)), h("ul", {}, lines.map((line) => h("li", {}, line))));
  }

  others(found) {
    return found.others.length > 0 && h("section", {}, h("h4", {}, t("other_dues")),
      h("ul", { class: "others" }, found.others.slice(0, 24).map((other) => h("li", {},
        h("button", { type: "button", class: "link", onclick: () => this.show(other.id, { focus: true }) }, other.due), " ",
        chip(other.status, other.symbol, other.word)))));
  }

  whatIf(found) {
    const rows = found.series.length ? found.series.slice(0, 8)
      : [{ place: found.id[1], indicator: found.indicator, period: state.result.as_of, value: "", unit: "" }];
    const names = new Map([...state.plan.info.places, ...state.plan.info.indicators].map((each) => [each.id, each[lang]]));
    const result = h("div", { role: "status" });
    const inputs = rows.map((row, at) => {
      const id = `suppose-${at}`;
      return h("div", { class: "field" },
        h("label", { for: id }, [names.get(row.place) || row.place, names.get(row.indicator) || row.indicator, row.when || row.period].join(" ")),
        h("span", { class: "with-unit" }, h("input", { type: "text", id, value: row.value, "data-at": String(at), size: "12" }), found.units[row.unit] || row.unit));
    });
    const form = h("form", {
      class: "what-if",
      onsubmit: async (event) => {
        event.preventDefault();
        const changed = [...form.querySelectorAll("input")].map((input) => ({ input, row: rows[Number(input.dataset.at)] }))
          .filter(({ input, row }) => input.value.trim() && input.value.trim() !== row.value)
          .map(({ input, row }) => ({ place: row.place, indicator: row.indicator, period: row.period, value: input.value.trim(), unit: row.unit }));
        if (!changed.length) { fill(result, h("p", {}, t("whatif_none"))); return; }
        const said = await asked(result, t("evaluating"), () => state.engine.ask("suppose", { rows: changed }, lang));
        if (said) { fill(result, this.changes(said.changed)); }
      },
    }, inputs, h("button", { type: "submit" }, t("whatif_run")), result);
    return h("section", { class: "supposing" }, h("h4", {}, t("whatif")), h("p", { class: "hint" }, t("whatif_hint")), form);
  }

  changes(changed) {
    if (!changed.length) { return h("p", {}, t("whatif_none")); }
    return [h("p", {}, t("whatif_changed", changed.length)), h("ul", { class: "changes" }, changed.map(({ before, after }) => h("li", {},
      h("span", {}, [after.title, after.place, after.due].join(" · ")), " ",
      chip(before.status, before.symbol, before.word), " → ", chip(after.status, after.symbol, after.word))))];
  }
}
