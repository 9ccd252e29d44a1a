// Small pieces that every part of the page uses: elements, files to save, words for screen readers.

export function h(name, properties = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) { continue; }
    if (key === "class") { node.className = value; }
    else if (key.startsWith("on")) { node.addEventListener(key.slice(2), value); }
    else if (key in node && !key.includes("-") && typeof value !== "string") { node[key] = value; }
    else { node.setAttribute(key, value === true ? "" : value); }
  }
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

// Fill a node anew; the field that had the keyboard, known by its id, keeps it.
export function fill(node, ...children) {
  const active = node.contains(document.activeElement) ? document.activeElement.id : "";
  node.replaceChildren(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  if (active) { document.getElementById(active)?.focus({ preventScroll: true }); }
  return node;
}

export function announce(text) {
  document.getElementById("said").textContent = text;
}

export function save(bytes, name, type = "application/octet-stream") {
  const address = URL.createObjectURL(new Blob([bytes], { type }));
  const link = h("a", { href: address, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 60000);
}

export function chip(status, symbol, word) {
  return h("span", { class: `chip ${status}` }, h("span", { class: "sign", "aria-hidden": "true" }, symbol), word);
}

export function findingsList(title, findings) {
  return h("div", { class: "findings", role: "alert" },
    h("p", { class: "findings-title" }, title),
    h("ul", {}, findings.map((f) => h("li", { class: f.severity },
      f.where && h("code", {}, f.where), " ", f.text,
      f.hint && h("span", { class: "hint" }, f.hint)))));
}

export function option(value, text, chosen) {
  return h("option", { value, selected: value === chosen }, text);
}

export function kept(name, value) {
  try {
    if (value === undefined) { return localStorage.getItem(`targetcheck-${name}`); }
    localStorage.setItem(`targetcheck-${name}`, value);
  } catch (refused) { /* storage is switched off: nothing is remembered */ }
  return null;
}

// Whether little should move.
export function calm() { return matchMedia("(prefers-reduced-motion: reduce)").matches; }
