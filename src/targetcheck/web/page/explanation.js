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
      this.clause(found),
      found.reading && h("p", { class: "own-reading" }, h("b", {}, `† ${t("own_reading")}`), found.reading),
      this.values(found), chart,
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
      found.quotes.map((each) => [
        each.fragments.length > 0 && h("blockquote", { lang: "zh-CN" }, each.fragments.map(([text, own], at) => [
          at > 0 && h("span", { class: "gap" }, "……"), own ? h("mark", {}, text) : text])),
        h("figcaption", {}, [cite.document, each.clause].filter(Boolean).join(" "))]),
      found.lead.length > 0 && h("p", {}, `${t("lead")}${lang === "zh" ? "：" : ": "}${found.lead.join(lang === "zh" ? "、" : ", ")}`));
  }

  // Every report of the series, so that one sees which of them the verdict rests on.
  values(found) {
    const use = (each) => t(`use_${each.use}`);
    const some = found.values;
    return some.length > 0 && h("details", { class: "fold values", open: some.length <= 12 && some.length > 1 },
      h("summary", {}, t("values", some.length + found.values_left)),
      h("table", { class: "plain" },
        h("thead", {}, h("tr", {}, ["use_period", "col_value", "use_what", "col_cell"].map((key) => h("th", { scope: "col" }, t(key))))),
        h("tbody", {}, some.map((each) => h("tr", { class: each.use },
          h("td", {}, [each.name, each.when].filter(Boolean).join(" ")), h("td", {}, each.value),
          h("td", {}, use(each)), h("td", {}, h("code", {}, each.where.replace(/^.*[\]/]!|^.*:(?=\d+:\d+)/, ""))))))),
      found.values_left > 0 && h("p", { class: "hint" }, t("values_left", found.values_left)));
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
        if (!changed.length) { fill(result, h("p", {}, t("whatif_enter"))); return; }
        const said = await asked(result, t("evaluating"), () => state.engine.ask("suppose", { rows: changed }, lang));
        if (said) { fill(result, this.changes(said)); }
      },
    }, inputs, h("button", { type: "submit" }, t("whatif_run")), result);
    return h("section", { class: "supposing" }, h("h4", {}, t("whatif")), h("p", { class: "hint" }, t("whatif_hint")), form);
  }

  changes({ changed, moved }) {
    const head = (v) => h("span", {}, [v.title, v.place, v.due].join(" · "));
    const told = (v) => [v.value, v.reason.replace(/ †$/, ""), v.margin].filter((text) => text && text !== "—").join(t("comma"));
    return [
      h("p", {}, changed.length ? t("whatif_changed", changed.length) : t(moved.length ? "whatif_same" : "whatif_nothing")),
      changed.length > 0 && h("ul", { class: "changes" }, changed.map(({ before, after }) => h("li", {},
        head(after), " ", chip(before.status, before.symbol, before.word), " → ", chip(after.status, after.symbol, after.word),
        h("span", { class: "hint" }, ` ${told(after)}`)))),
      moved.length > 0 && h("p", {}, t("whatif_moved", moved.length)),
      moved.length > 0 && h("ul", { class: "changes" }, moved.slice(0, 12).map(({ before, after }) => h("li", {},
        head(after), " ", chip(after.status, after.symbol, after.word),
        h("span", { class: "hint" }, ` ${told(before)} → ${told(after)}`)))),
    ];
  }
}
