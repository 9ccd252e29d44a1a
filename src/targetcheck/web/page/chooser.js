// One of many answers: the likely ones as buttons, all of them in a list that is searched by typing.
import { h, option } from "./elements.js";
import { t } from "./texts.js";

// The most answers of a plain list, and the most buttons.
const FEW = 9, BUTTONS = 4;

// `options`: [{label, …}]; the first `likely` are probably meant. `pick` is told an index, or null.
export function chooser({ id, options, likely = 0, pick }) {
  if (options.length <= FEW) {
    return h("select", { id, onchange: (event) => pick(event.target.value === "" ? null : Number(event.target.value)) },
      option("", t("answer")), options.map((o, n) => option(String(n), o.label)));
  }
  const byLabel = new Map(options.map((o, n) => [o.label.toLowerCase(), n]));
  const said = h("span", { class: "hint", id: `${id}-said`, role: "status" });
  const input = h("input", {
    type: "text", id, list: `${id}-list`, autocomplete: "off", placeholder: t("answer_type"), "aria-describedby": `${id}-said`,
    oninput: () => chosen(byLabel.get(input.value.trim().toLowerCase())),
    onchange: () => { settle(); },
  });
  const buttons = [...options.keys()].slice(0, Math.min(likely + 1, BUTTONS)).map((n) =>
    h("button", { type: "button", "aria-pressed": "false", "data-n": String(n), onclick: () => { input.value = options[n].label; chosen(n); } }, options[n].label));
  function chosen(n) {
    const found = n === undefined ? null : n;
    for (const button of buttons) { button.setAttribute("aria-pressed", String(Number(button.dataset.n) === found)); }
    input.removeAttribute("aria-invalid");
    said.textContent = "";
    pick(found);
  }
  // What is typed in part is completed if one name alone has it; else it is said that none has.
  function settle() {
    const text = input.value.trim().toLowerCase();
    if (!text || byLabel.has(text)) { return; }
    const having = options.map((o, n) => [o.label, n]).filter(([label]) => label.toLowerCase().includes(text));
    if (having.length === 1) { input.value = having[0][0]; chosen(having[0][1]); return; }
    input.setAttribute("aria-invalid", "true");
    said.textContent = having.length ? t("answer_several", having.length) : t("answer_unknown");
  }
  return [
    buttons.length > 0 && h("span", { class: "near" }, buttons),
    input, h("datalist", { id: `${id}-list` }, options.map((o) => h("option", { value: o.label }))), said];
}
