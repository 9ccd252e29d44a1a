// What the columns of a sheet hold that could not be read: filled in as is likely, applied by a person.
import { h, option } from "./elements.js";
import { t } from "./texts.js";

const ASKED = ["place", "indicator", "period"];

export function columnsView(found, apply) {
  const empty = found.findings.some((each) => each.code === "table-empty");
  const answers = answeredBy(found);
  return found.columns.map((form, at) => formView(form, at, apply,
    empty || form.columns.some((column) => answers.has(column.field))));
}

// The questions that a form answers, once it is applied: they are not asked twice.
export function answeredBy(found) {
  const asked = found.questions.map((question) => question.id).filter((id) => ASKED.includes(id));
  return new Set(asked.filter((id) => found.columns.some((form) => form.columns.some((column) => column.field === id))));
}

function formView(form, at, apply, open) {
  const fields = form.columns.map((column, n) => {
    const id = `column-${at}-${n}`;
    return h("div", { class: "field" },
      h("label", { for: id }, h("code", { class: "letter" }, column.letter), " ", column.head || "—"),
      h("select", { id }, option("", t("column_heading"), column.field),
        form.fields.map(([name, label]) => option(name, label, column.field)), option("ignore", t("column_ignore"), column.field)),
      h("span", { class: "samples" }, column.samples.join(" · ")));
  });
  return h("details", { class: "fold", open },
    h("summary", {}, [t("columns_title"), form.file, form.sheet].filter(Boolean).join(" · ")),
    h("p", { class: "hint" }, t("columns_hint", form.row)),
    h("form", {
      class: "columns",
      onsubmit: (event) => {
        event.preventDefault();
        apply([patch(form, fields.map((field) => field.querySelector("select").value))]);
      },
    }, fields, h("button", { type: "submit", class: "primary" }, t("columns_apply"))));
}

// A column is named by its heading; by its letter, and then with the row of the headings, if it must be.
function patch(form, values) {
  const columns = {};
  for (const [n, column] of form.columns.entries()) { if (values[n]) { columns[column.key] = values[n]; } }
  const letters = form.columns.some((column, n) => values[n] && column.key === column.letter);
  return letters ? { columns, header: String(form.row) } : { columns };
}
