// What was understood: the sheet as it looks, every cell marked, or the cells one by one.
import { fill, h, option } from "./elements.js";
import { state } from "./session.js";
import { lang, t } from "./texts.js";

function letters(column) {
  let found = "";
  for (let rest = column; rest > 0; rest = Math.floor((rest - 1) / 26)) { found = String.fromCharCode(65 + ((rest - 1) % 26)) + found; }
  return found;
}

export function sheetViews(found, apply) {
  const byRow = new Map(found.cells.map((cell) => [cell.row, cell]));
  return [legend(),
    found.sheets.map((sheet, at) => sheetView(sheet, byRow, at, apply))];
}

function legend() {
  return h("ul", { class: "legend" }, ["used", "key", "head", "title", "aside", "empty"].map((kind) =>
    h("li", {}, h("span", { class: `swatch ${kind}`, "aria-hidden": "true" }), t(`legend_${kind}`))));
}

function sheetView(sheet, byRow, at, apply) {
  const said = h("p", { class: "reading", role: "status", id: `reading-${at}` }, t("sheet_hint"));
  const covered = new Set();
  const spans = new Map();
  for (const [top, left, bottom, right] of sheet.merges) {
    spans.set(`${top}:${left}`, [bottom - top + 1, right - left + 1]);
    for (let row = top; row <= bottom; row++) {
      for (let column = left; column <= right; column++) { if (row !== top || column !== left) { covered.add(`${row}:${column}`); } }
    }
  }
  const width = Math.max(0, ...sheet.rows.map((row) => row.length));
  const body = sheet.rows.map((cells, r) => h("tr", { class: sheet.hidden_rows.includes(r + 1) ? "unseen" : null },
    h("th", { scope: "row", class: "axis" }, String(sheet.labels[r])),
    cells.map(([text, kind, index, note], c) => {
      if (covered.has(`${r + 1}:${c + 1}`)) { return null; }
      const [rows, columns] = spans.get(`${r + 1}:${c + 1}`) || [1, 1];
      return h("td", {
        class: [kind, sheet.hidden_columns.includes(c + 1) ? "unseen" : "", /^[-+]?[\d.,，．％%]+$/.test(text) ? "figure" : ""].join(" ").trim(),
        rowspan: rows > 1 ? String(rows) : null, colspan: columns > 1 ? String(columns) : null,
        tabindex: r === 0 && c === 0 ? "0" : "-1", "data-at": `${r}:${c}`, "data-index": String(index), "data-note": note,
      }, text);
    })));
  const table = h("table", { class: "sheet", "aria-label": [sheet.file, sheet.sheet].filter(Boolean).join(" · "), "aria-describedby": `reading-${at}` },
    h("thead", {}, h("tr", {}, h("td", { class: "axis" }), Array.from({ length: width }, (_, c) => h("th", { scope: "col", class: "axis" }, letters(c + 1))))),
    h("tbody", {}, body));
  const choose = (cell) => {
    if (!cell) { return; }
    for (const other of table.querySelectorAll("td[tabindex='0'], td.here, td.kin")) { other.tabIndex = -1; other.classList.remove("here", "kin"); }
    cell.tabIndex = 0;
    cell.classList.add("here");
    const index = Number(cell.dataset.index);
    if (index >= 0) { for (const kin of table.querySelectorAll(`td[data-index="${index}"]`)) { kin.classList.add("kin"); } }
    fill(said, reading(cell, byRow.get(index), sheet), meaning(cell, byRow.get(index), sheet, apply));
  };
  table.addEventListener("click", (event) => { const cell = event.target.closest("td[data-at]"); if (cell) { choose(cell); cell.focus(); } });
  table.addEventListener("focusin", (event) => choose(event.target.closest("td[data-at]")));
  table.addEventListener("keydown", (event) => {
    const step = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key];
    const cell = event.target.closest("td[data-at]");
    if (!step || !cell) { return; }
    event.preventDefault();
    let [r, c] = cell.dataset.at.split(":").map(Number);
    for (let tries = 0; tries < 200; tries++) {
      r += step[0]; c += step[1];
      if (r < 0 || c < 0 || r >= sheet.rows.length || c >= width) { return; }
      const next = table.querySelector(`td[data-at="${r}:${c}"]`);
      if (next) { next.focus(); return; }
    }
  });
  return h("figure", { class: "sheet-figure" },
    h("figcaption", {}, [sheet.file, sheet.sheet].filter(Boolean).join(" · "),
      !sheet.read && h("span", { class: "hint" }, ` ${t("sheet_passed")}`)), said,
    h("div", { class: "scroll", tabindex: "-1" }, table),
    (sheet.rows_left > 0 || sheet.columns_left > 0) && h("p", { class: "hint" }, t("sheet_left", sheet.rows_left, sheet.columns_left)));
}

function reading(cell, seen, sheet) {
  const [r, c] = cell.dataset.at.split(":").map(Number);
  const place = h("code", {}, `${letters(c + 1)}${sheet.labels[r]}`);
  const text = cell.textContent ? `“${cell.textContent}”` : "";
  if (seen) { return [place, " ", text, " → ", mark(seen)]; }
  return [place, " ", text, " → ", cell.dataset.note || idle(sheet, letters(c + 1), cell)];
}

// Why a cell plays no part, and what may be done.
function idle(sheet, letter, cell) {
  if (cell.classList.contains("key")) { return t("cell_key"); }
  if (cell.classList.contains("title")) { return t("cell_title"); }
  if (!sheet.read) { return t("cell_sheet"); }
  const column = sheet.columns[letter];
  if (!cell.textContent) { return t("cell_empty"); }
  return column && column.is ? t(column.unused ? "cell_unused" : "cell_column", letter, column.is) : t("cell_none");
}

// A name that nothing could be made of is given a meaning by the question about it; a column that
// was taken for something else is told what it holds.
function meaning(cell, seen, sheet, apply) {
  const text = cell.textContent.trim();
  if (!text) { return null; }
  const asked = state.tables.questions.find((q) => q.id === `place:${text}` || q.id === `indicator:${text}`);
  if (asked) {
    return h("span", { class: "means" }, t("means"), asked.options.slice(0, Math.min(asked.likely + 1, 4)).map((o) =>
      h("button", { type: "button", onclick: () => apply([o.patch]) }, o.label)), h("span", { class: "hint" }, t("means_above")));
  }
  const letter = letters(Number(cell.dataset.at.split(":")[1]) + 1);
  const column = sheet.columns[letter];
  if (!column || (seen && seen.state === "used") || cell.classList.contains("title")) { return null; }
  if (seen && !["indicator-unknown", "period-missing", "row-is-total"].includes(seen.code)) { return null; }
  return h("label", { class: "means" }, t("column_is", letter), " ", h("select", {
    onchange: (event) => { if (event.target.value) { apply([{ columns: { [column.key]: event.target.value } }]); } },
  }, option("", column.is || t("answer")), sheet.fields.map(([name, label]) => option(name, label)), option("ignore", t("column_ignore"))));
}

function mark(cell) {
  if (cell.state === "used") { return h("strong", {}, cell.read); }
  return [h("strong", { class: "aside-word" }, `${t(cell.state === "empty" ? "legend_empty" : "legend_aside")}：`), cell.read || "",
    cell.hint && h("span", { class: "hint" }, ` ${cell.hint}`)];
}

export function cellList(found, aside) {
  const cells = aside ? found.cells.filter((cell) => cell.state !== "used") : found.cells;
  const shown = cells.slice(0, 500);
  const left = cells.length - shown.length + found.cells_left;
  return [
    h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": t("view_list") },
      h("table", { class: "plain" },
        h("thead", {}, h("tr", {}, ["col_cell", "col_written", "col_read"].map((key) => h("th", { scope: "col" }, t(key))))),
        h("tbody", {}, shown.map((cell) => h("tr", {},
          h("td", {}, h("code", {}, cell.where)),
          h("td", {}, Object.values(cell.texts).filter(Boolean).join(" · ")),
          h("td", { class: cell.state }, mark(cell))))))),
    left > 0 && h("p", { class: "hint" }, t("cells_left", left)),
  ];
}
