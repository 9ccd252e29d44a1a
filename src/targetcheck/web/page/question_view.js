// The questions that a table leaves open, and what a sheet does not say; answers become a mapping.
import { state } from "./session.js";
import { chooser } from "./chooser.js";
import { h, option } from "./elements.js";
import { lang, t } from "./texts.js";

// `beside`: whether what the columns hold is applied with the answers.
export function questionsView(questions, apply, beside) {
  if (!questions.length) { return null; }
  const chosen = new Map();
  const must = questions.filter((q) => !q.optional);
  const button = h("button", {
    type: "button", class: "primary", disabled: true,
    onclick: () => apply([...chosen.values()]),
  }, t(beside ? "answer_apply_both" : "answer_apply"));
  const note = (id, patch) => {
    if (patch) { chosen.set(id, patch); } else { chosen.delete(id); }
    button.disabled = chosen.size === 0;
  };
  const list = (some) => h("ol", {}, some.map((q, at) => question(q, at, note)));
  const optional = questions.filter((q) => q.optional);
  return h("section", { class: "questions", "aria-label": t("questions", must.length) },
    must.length > 0 && h("h3", {}, t("questions", must.length)),
    must.length > 0 && h("p", { class: "hint" }, t("questions_hint")),
    must.length > 0 && list(must),
    optional.length > 0 && h("details", { class: "fold", open: !must.length && state.tables.used === 0 },
      h("summary", {}, `${t("questions", optional.length)} · ${t("optional")}`), list(optional)),
    button);
}

function question(q, at, note) {
  const id = `question-${q.optional ? "o" : "m"}-${at}`;
  const rows = q.rows ? q.rows.slice(0, 3).join(lang === "zh" ? "、" : ", ") + (q.rows.length > 3 ? " …" : "") : "";
  return h("li", { "data-question": q.id }, h("label", { for: id }, q.text),
    rows && h("span", { class: "hint" }, t("affects", q.cells, rows)),
    q.typed ? typedField(q, id, note)
      : chooser({ id, options: ordered(q), likely: q.likely, pick: (n) => note(q.id, n === null ? null : ordered(q)[n].patch) }));
}

// Behind the likely answers come the others, in the order of the language.
const sorted = new WeakMap();
function ordered(q) {
  if (!q.likely) { return q.options; }
  if (!sorted.has(q)) {
    const head = q.options.slice(0, q.likely + 1);
    const rest = q.options.slice(q.likely + 1).sort((a, b) => a.label.localeCompare(b.label, lang, { numeric: true }));
    sorted.set(q, [...head, ...rest]);
  }
  return sorted.get(q);
}

function typedField(q, id, note) {
  const field = h("input", {
    type: "text", id, placeholder: q.example,
    oninput: () => {
      const text = field.value.trim();
      note(q.id, text ? typed(q.typed, text) : null);
      for (const button of near) { button.setAttribute("aria-pressed", String(button.textContent === text)); }
    },
  });
  const near = q.near.map((word) => h("button", {
    type: "button", "aria-pressed": "false", onclick: () => { field.value = word; field.dispatchEvent(new Event("input")); },
  }, word));
  return [near.length > 0 && h("span", { class: "near" }, q.id === "period" ? t("in_sheet") : t("perhaps"), near), field];
}

// The one empty text of a piece of mapping is what was typed.
function typed(patch, text) {
  return Object.fromEntries(Object.entries(patch).map(([key, value]) => [key, value === "" ? text : typed(value, text)]));
}

export function wholeView(open, toggled, apply) {
  const info = state.plan.info;
  const now = state.mapping;
  const named = (key, list) => field(key, h("select", { id: `whole-${key}` },
    option("", t("field_none"), now[key] || ""),
    [...list].sort((a, b) => a[lang].localeCompare(b[lang], lang)).map((each) => option(each.id, each[lang], now[key]))));
  const typed = (key, hint) => field(key, h("input", { type: "text", id: `whole-${key}`, value: now[key] || "", placeholder: hint || "" }));
  const inputs = [
    named("place", info.places), named("indicator", info.indicators),
    typed("period", t("field_period_hint")), typed("unit", "%"), typed("header", t("field_header_hint")),
  ];
  const form = h("form", {
    class: "whole",
    onsubmit: (event) => {
      event.preventDefault();
      const next = { ...now };
      for (const key of ["place", "indicator", "period", "unit", "header"]) {
        const value = form.querySelector(`#whole-${key}`).value.trim();
        if (value) { next[key] = value; } else { delete next[key]; }
      }
      apply(next);
    },
  }, inputs, h("button", { type: "submit" }, t("apply")));
  return h("details", { class: "fold", open, ontoggle: (event) => toggled(event.target.open) },
    h("summary", {}, t("whole_sheet")), h("p", { class: "hint" }, t("whole_hint")), form);
}

function field(key, input) {
  return h("div", { class: "field" }, h("label", { for: `whole-${key}` }, t(`field_${key}`)), input);
}
