// Step 3: verdicts with counts, filters, sorting and search; one of them explained beside the list.
import { state } from "./session.js";
import { announce, chip, fill, h, option } from "./elements.js";
import { t } from "./texts.js";
import { Explanation } from "./explanation.js";

const WORST = ["fail", "missed", "at_risk", "undetermined", "on_track", "pass", "not_due", "not_applicable", "outside_scope"];
// Verdicts that rest on a figure come first; those that only lack data follow.
const rank = (verdict) => (verdict.status === "undetermined" && verdict.value === NOTHING ? WORST.indexOf("pass") + 0.5 : WORST.indexOf(verdict.status));
const NOTHING = "—";
const COLUMNS = ["status", "title", "place", "due", "value", "required", "margin", "reason"];
const PAGE = 100;

export class VerdictStep {
  constructor(root) {
    this.root = root;
    this.list = h("div", { class: "list" });
    this.count = h("p", { class: "counts", role: "status" });
    this.chosenOnly = h("p", { class: "only", role: "status" });
    this.legend = h("p", { class: "hint legend-line" });
    this.summary = h("div", { class: "summary" });
    this.explanation = new Explanation(() => this.closed());
    this.reset();
  }

  reset() {
    this.statuses = new Set();
    this.place = this.lead = this.text = "";
    this.reported = false;
    this.sort = "worst";
    this.down = false;
    this.most = PAGE;
    this.chosen = null;
  }

  // A new result: the filters start again, since places and leads may be others. Of a table of one's
  // own the verdicts with a value come first, since the plan may have hundreds of others.
  fresh() {
    this.reset();
    this.reported = state.own && state.result.verdicts.some((v) => v.reported);
    this.explanation.clear();
    this.render();
  }

  render() {
    const heading = h("h2", { id: "verdicts-title", tabindex: "-1" }, h("span", { class: "number", "aria-hidden": "true" }, "3"), t("verdicts_title"));
    const result = state.result;
    if (!result) { fill(this.root, heading, h("p", { class: "empty" }, t("verdicts_first"))); return; }
    fill(this.root, heading,
      h("p", { class: "counts" }, t("evaluated", result.as_of, result.total, state.seconds),
        result.total > result.verdicts.length && t("evaluated_once", result.total - result.verdicts.length, result.verdicts.length)),
      state.stale && h("p", { class: "alert" }, t("stale")),
      result.illustrative > 0 && h("p", { class: "caution" }, t("illustrative", result.illustrative)),
      result.idle && h("p", { class: "caution" }, result.idle),
      this.chips(), this.others(), this.filters(), this.count, this.legend,
      h("div", { class: "beside" }, this.list, this.explanation.root));
    this.fillList();
    if (this.chosen) { this.explanation.show(this.chosen); }
  }

  chips() {
    const shown = state.result.verdicts.filter((v) => !this.reported || v.reported);
    const entries = WORST.map((status) => [status, shown.filter((v) => v.status === status)]).filter(([, some]) => some.length);
    const reported = state.result.verdicts.filter((v) => v.reported).length;
    return fill(this.summary,
      h("div", { class: "share", "aria-hidden": "true" }, entries.map(([status, some]) => {
        const part = h("span", { class: status });
        part.style.flexGrow = String(some.length / shown.length);
        return part;
      })),
      h("div", { class: "statuses", role: "group", "aria-label": t("filter_status") },
        entries.map(([status, some]) => h("button", {
          type: "button", class: `chip ${status}`, "aria-pressed": String(this.statuses.has(status)),
          onclick: (event) => {
            if (this.statuses.has(status)) { this.statuses.delete(status); } else { this.statuses.add(status); }
            event.currentTarget.setAttribute("aria-pressed", String(this.statuses.has(status)));
            this.changed();
          },
        }, h("span", { class: "sign", "aria-hidden": "true" }, some[0].symbol), some[0].word, " ", h("b", {}, String(some.length)))),
        h("button", {
          type: "button", id: "only-reported", class: "chip reported", "aria-pressed": String(this.reported),
          onclick: () => { this.only(!this.reported); },
        }, t("only_reported"), " ", h("b", {}, String(reported)))));
  }

  // Show the verdicts with a value only, or all.
  only(reported) {
    this.reported = reported;
    for (const status of this.statuses) {
      if (!state.result.verdicts.some((v) => v.status === status && (!reported || v.reported))) { this.statuses.delete(status); }
    }
    this.chips();
    this.others();
    this.changed();
  }

  // How many verdicts are left out, and the way to them.
  others() {
    const left = state.result.verdicts.filter((v) => !v.reported).length;
    return fill(this.chosenOnly, this.reported && left > 0 && [t("only_shown", left), " ",
      h("button", { type: "button", class: "link", id: "show-all", onclick: () => { this.only(false); document.getElementById("only-reported").focus(); } }, t("show_all", left))]);
  }

  filters() {
    const unique = (values) => [...new Set(values)].filter(Boolean).sort((a, b) => a.localeCompare(b, "zh"));
    const choice = (key, label, values) => h("div", { class: "field" }, h("label", { for: `filter-${key}` }, t(label)),
      h("select", { id: `filter-${key}`, onchange: (event) => { this[key] = event.target.value; this.changed(); } },
        option("", t("everything"), this[key]), values.map((value) => option(value, value, this[key]))));
    return h("form", { class: "row filters", onsubmit: (event) => event.preventDefault() },
      choice("place", "filter_place", unique(state.result.verdicts.map((v) => v.place))),
      choice("lead", "filter_lead", unique(state.result.verdicts.flatMap((v) => v.lead))),
      h("div", { class: "field" }, h("label", { for: "sort" }, t("sort_by")),
        h("select", { id: "sort", onchange: (event) => { this.sort = event.target.value; this.down = false; this.fillList(); } },
          option("worst", t("sort_worst"), this.sort), option("plan", t("sort_plan"), this.sort),
          ["due", "place", "title"].map((key) => option(key, t(`col_${key}`), this.sort)))),
      h("div", { class: "field grow" }, h("label", { for: "search" }, t("search")),
        h("input", { type: "search", id: "search", value: this.text, placeholder: t("search_hint"),
          oninput: (event) => { this.text = event.target.value; this.changed(); } })));
  }

  changed() {
    this.most = PAGE;
    this.fillList();
  }

  matching() {
    const wanted = this.text.trim().toLowerCase();
    const found = state.result.verdicts.map((verdict, at) => ({ verdict, at })).filter(({ verdict: v }) =>
      (!this.statuses.size || this.statuses.has(v.status)) && (!this.place || v.place === this.place) &&
      (!this.reported || v.reported) &&
      (!this.lead || v.lead.includes(this.lead)) &&
      (!wanted || [v.title, v.place, v.required, v.reason, v.value, v.clause, v.strength, v.id[0], ...v.also, ...v.lead].join("\n").toLowerCase().includes(wanted)));
    const key = this.sort;
    if (key === "worst" || key === "status") { found.sort((a, b) => rank(a.verdict) - rank(b.verdict) || a.at - b.at); }
    else if (key !== "plan") { found.sort((a, b) => a.verdict[key].localeCompare(b.verdict[key], "zh", { numeric: true }) || a.at - b.at); }
    if (this.down) { found.reverse(); }
    return found.map(({ verdict }) => verdict);
  }

  fillList() {
    const found = this.matching();
    const total = state.result.verdicts.length;
    const again = found.reduce((sum, v) => sum + v.same.length, 0);
    this.count.textContent = t("shown", Math.min(found.length, this.most), found.length) + (again ? t("shown_again", again) : "");
    const marked = found.slice(0, this.most).some((v) => v.reason.includes("†"));
    this.legend.textContent = marked ? t("reading_mark") : "";
    if (this.chosen && !found.slice(0, this.most).some((v) => v.id.join() === this.chosen.join())) {
      this.chosen = null;
      this.explanation.clear();
    }
    if (!found.length) {
      fill(this.list, h("p", { class: "empty" }, t("none_match"), " ",
        h("button", { type: "button", onclick: () => { this.reset(); this.render(); } }, t("clear_filters"))));
      return;
    }
    const left = found.length - this.most;
    fill(this.list,
      h("table", { class: "verdicts", role: "table", "aria-label": t("verdicts_title"), "data-total": String(total) },
        h("thead", { role: "rowgroup" }, h("tr", { role: "row" }, COLUMNS.map((key) => this.head(key)))),
        h("tbody", { role: "rowgroup" }, found.slice(0, this.most).map((verdict) => this.row(verdict)))),
      left > 0 && h("button", { type: "button", class: "more", onclick: () => { this.most += PAGE * 5; this.fillList(); } }, t("more", Math.min(left, PAGE * 5))));
  }

  head(key) {
    const sorted = this.sort === key;
    return h("th", { scope: "col", role: "columnheader", class: key, "aria-sort": sorted ? (this.down ? "descending" : "ascending") : null },
      h("button", { type: "button", class: "sorter", onclick: () => {
        this.down = sorted && !this.down;
        this.sort = key;
        this.fillList();
        this.list.querySelector(`th.${key} button`).focus();
      } }, t(`col_${key}`)));
  }

  row(verdict) {
    const same = this.chosen && verdict.id.join() === this.chosen.join();
    const cell = (key, ...content) => h("td", { role: "cell", class: key, "data-label": t(`col_${key}`) }, content);
    return h("tr", {
      role: "row", class: same ? "chosen" : null, "data-id": verdict.id.join("|"),
      onclick: (event) => { if (!event.target.closest("button")) { this.choose(verdict.id); } },
    },
    cell("status", chip(verdict.status, verdict.symbol, verdict.word)),
    h("th", { scope: "row", role: "rowheader", class: "title" },
      h("button", { type: "button", class: "link", "aria-expanded": String(Boolean(same)), onclick: () => this.choose(verdict.id) }, verdict.title),
      verdict.clause !== NOTHING && h("span", { class: "source" }, verdict.clause),
      verdict.also.length > 0 && h("span", { class: "source" }, t("also_in", verdict.also.slice(0, 3).join(t("comma")), verdict.also.length > 3 ? " …" : ""))),
    cell("place", verdict.place), cell("due", verdict.due), cell("value", verdict.value),
    cell("required", verdict.required, verdict.strength && h("span", { class: "tag strength" }, verdict.strength)), cell("margin", verdict.margin), cell("reason", verdict.reason));
  }

  async choose(id) {
    this.chosen = id;
    for (const row of this.list.querySelectorAll("tr[data-id]")) {
      const same = row.dataset.id === id.join("|");
      row.classList.toggle("chosen", same);
      row.querySelector("button.link").setAttribute("aria-expanded", String(same));
    }
    const title = await this.explanation.show(id, { focus: true });
    if (title) { announce(title); }
  }

  closed() {
    const row = this.chosen && this.list.querySelector(`tr[data-id="${CSS.escape(this.chosen.join("|"))}"]`);
    this.chosen = null;
    if (row) {
      row.classList.remove("chosen");
      row.querySelector("button.link").setAttribute("aria-expanded", "false");
      row.querySelector("button.link").focus();
    }
  }
}
