"use strict";
(function () {
  var words = JSON.parse(document.body.getAttribute("data-words"));
  var PAGE = Number(document.body.getAttribute("data-shown"));
  var PRINTED = Number(document.body.getAttribute("data-printed"));

  function make(name, attributes, text) {
    var node = document.createElement(name);
    Object.keys(attributes || {}).forEach(function (key) { node.setAttribute(key, attributes[key]); });
    if (text) { node.textContent = text; }
    return node;
  }

  function list(found) { return Array.prototype.slice.call(found); }

  // A row is its cells; a cell is a text or [text, status, sort]. Its element is made when shown.
  function rowOf(node) {
    var cells = list(node.cells).map(function (cell) {
      var mark = cell.querySelector(".s"), cellOf = [cell.textContent, mark ? mark.className.split(" ")[1] : ""];
      if (cell.hasAttribute("data-s")) { cellOf.push(cell.getAttribute("data-s")); }
      return cellOf;
    });
    return { cells: cells, node: node };
  }

  function textOf(cell) { return typeof cell === "string" ? cell : cell[0]; }

  function statusOf(cell) { return typeof cell === "string" ? "" : cell[1]; }

  function nodeOf(row, kinds) {
    if (row.node) { return row.node; }
    row.node = make("tr");
    row.cells.forEach(function (cell, column) {
      var kind = kinds[column], node = make("td", kind ? { "class": kind } : {}), status = statusOf(cell);
      if (status) { node.appendChild(make("span", { "class": "s " + status }, textOf(cell))); }
      else { node.textContent = textOf(cell); }
      row.node.appendChild(node);
    });
    return row.node;
  }

  function searched(row) {
    if (row.text === undefined) { row.text = row.cells.map(textOf).join(" ").toLowerCase(); }
    return row.text;
  }

  function keyOf(row, column) {
    var cell = row.cells[column];
    if (typeof cell === "string" || cell.length < 3) { return textOf(cell); }
    return cell[2] !== "" && isFinite(cell[2]) ? Number(cell[2]) : cell[2];
  }

  var collator = new Intl.Collator(document.documentElement.lang, { numeric: true });

  function compare(one, other) {
    if (typeof one === "number" && typeof other === "number") { return one - other; }
    return collator.compare(String(one), String(other));
  }

  function unpack(text) {
    var binary = atob(text.trim()), bytes = new Uint8Array(binary.length), i;
    for (i = 0; i < binary.length; i += 1) { bytes[i] = binary.charCodeAt(i); }
    var stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
    return new Response(stream).text().then(JSON.parse);
  }

  function equip(table) {
    var body = table.tBodies[0], rows = list(body.rows).map(rowOf);
    var heads = list(table.tHead.rows[0].cells);
    var kinds = heads.map(function (head) { return /^(number|date)$/.test(head.className) ? head.className[0] : ""; });
    var folded = document.querySelector('script[data-for="' + table.id + '"]');
    var shown = PAGE, wanted = "", status = "", found = rows;
    var bar = make("div", { "class": "bar" });
    var label = make("label", {}, words.filter + " ");
    var input = make("input", { type: "search", size: "18" });
    label.appendChild(input);
    bar.appendChild(label);
    var told = make("span", { role: "status", "aria-live": "polite" });
    bar.appendChild(told);
    var more = make("button", { type: "button" }, words.more);
    bar.appendChild(more);
    table.parentNode.parentNode.insertBefore(bar, table.parentNode);

    function fits(row) {
      return (!wanted || searched(row).indexOf(wanted) >= 0) &&
        (!status || row.cells.some(function (cell) { return statusOf(cell) === status; }));
    }

    function put(some) {
      var fresh = document.createDocumentFragment();
      some.forEach(function (row) { fresh.appendChild(nodeOf(row, kinds)); });
      body.textContent = "";
      body.appendChild(fresh);
    }

    // A short table keeps all of its rows, so that paper has them; a long one only those shown.
    function refresh() {
      found = rows.filter(fits);
      if (folded) { put(found.slice(0, shown)); } else {
        put(found);
        found.forEach(function (row, index) { row.node.classList.toggle("off", index >= shown); });
      }
      told.textContent = words.rows.replace("{shown}", Math.min(found.length, shown))
        .replace("{found}", found.length).replace("{all}", rows.length);
      more.hidden = found.length <= shown;
    }

    heads.forEach(function (head, column) {
      // Not a button element: browsers leave those out where a head is printed again on the next page.
      var button = make("span", { role: "button", tabindex: "0", title: words.sort }, head.textContent);
      head.textContent = "";
      head.appendChild(button);
      button.addEventListener("keydown", function (event) {
        if (event.key === "Enter" || event.key === " ") { event.preventDefault(); button.click(); }
      });
      button.addEventListener("click", function () {
        var down = head.getAttribute("aria-sort") === "ascending";
        heads.forEach(function (other) { other.removeAttribute("aria-sort"); });
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        var keyed = rows.map(function (row, index) { return [keyOf(row, column), index, row]; });
        keyed.sort(function (a, b) { return (down ? -1 : 1) * compare(a[0], b[0]) || a[1] - b[1]; });
        rows = keyed.map(function (entry) { return entry[2]; });
        refresh();
      });
    });
    input.addEventListener("input", function () { wanted = input.value.trim().toLowerCase(); shown = PAGE; refresh(); });
    more.addEventListener("click", function () { shown += PAGE; refresh(); });

    function ready() {
      chooser(rows, kinds, function (chosen) { status = chosen; shown = PAGE; refresh(); }, bar, told);
      refresh();
      table.setAttribute("data-ready", "");
    }

    if (!folded) { ready(); return; }
    if (typeof DecompressionStream === "undefined") { told.textContent = words.old; more.hidden = true; return; }
    told.textContent = words.wait;
    window.addEventListener("beforeprint", function () { put(found.slice(0, PRINTED)); });
    window.addEventListener("afterprint", refresh);
    unpack(folded.textContent).then(function (cells) {
      rows = cells.map(function (each) { return { cells: each }; });
      ready();
    });
  }

  function chooser(rows, kinds, choose, bar, before) {
    var found = {};
    rows.forEach(function (row) {
      row.cells.forEach(function (cell, column) {
        if (kinds[column] !== "n" && statusOf(cell)) { found[statusOf(cell)] = textOf(cell); }
      });
    });
    var names = Object.keys(found);
    if (names.length < 2) { return; }
    var label = make("label", {}, words.status + " ");
    var node = make("select", {});
    node.appendChild(make("option", { value: "" }, words.all));
    names.forEach(function (name) { node.appendChild(make("option", { value: name }, found[name])); });
    node.addEventListener("change", function () { choose(node.value); });
    label.appendChild(node);
    bar.insertBefore(label, before);
  }

  list(document.querySelectorAll("table.tools")).forEach(equip);
})();
