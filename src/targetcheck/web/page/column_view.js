// What the columns of a sheet hold of which little could be used: filled in as is likely, applied by
// a person.
import { state } from "./session.js";
import { h, option } from "./elements.js";
import { t } from "./texts.js";

const ASKED = ["place", "indicator", "period"];

// The forms, and what those that are open mean as they are filled in now.
export function columnsView(found, apply) {
  const answers = answeredBy(found);
  const forms = found.columns.map((form, at) => formView(form, at, apply, found,
    form.open || form.columns.some((column) => answers.has(column.field))));
  return { nodes: forms.map(({ node }) => node), patches: () => forms.filter(({ node }) => node.open).map(({ said }) => said()) };
}

// The questions that a form answers, once it is applied: they are not asked twice.
export function answeredBy(found) {
  const asked = found.questions.map((question) => question.id).filter((id) => ASKED.includes(id));
  return new Set(asked.filter((id) => found.columns.some((form) => form.columns.some((column) => column.field === id))));
}

function formView(form, at, apply, found, open) {
  const given = state.mapping.columns || {};
  const fields = form.columns.map((column, n) => {
    const id = `column-${at}-${n}`;
    const now = typeof given[column.key] === "string" ? given[column.key] : column.field;
    return h("div", { class: "field" },
      h("label", { for: id }, h("code", { class: "letter" }, column.letter), " ", column.head || "—"),
      h("select", { id }, option("", t("column_heading"), now),
        form.fields.map(([name, label]) => option(name, label, now)), option("ignore", t("column_ignore"), now)),
      h("span", { class: "samples" }, column.samples.join(" · ")));
  });
  const said = () => patch(form, fields.map((field) => field.querySelector("select").value));
  const node = h("details", { class: "fold", open },
    h("summary", {}, [t("columns_title"), form.file, form.sheet].filter(Boolean).join(" · ")),
    h("p", { class: "hint" }, t("columns_hint", form.row),
      found.foreseen && form.open ? ` ${t("columns_foreseen", found.foreseen.used, found.foreseen.rows)}` : ""),
    h("form", {
      class: "columns",
      onsubmit: (event) => { event.preventDefault(); apply([said()]); },
    }, fields, h("button", { type: "submit", class: "primary" }, t("columns_apply"))));
  return { node, said };
}

// A column is named by its heading; by its letter, and then with the row of the headings, if it must be.
function patch(form, values) {
  const columns = {};
  for (const [n, column] of form.columns.entries()) { if (values[n]) { columns[column.key] = values[n]; } }
  const letters = form.columns.some((column, n) => values[n] && column.key === column.letter);
  return letters ? { columns, header: String(form.row) } : { columns };
}
