"use strict";
(function () {
  var words = JSON.parse(document.body.getAttribute("data-words"));
  var PAGE = 100;

  function make(name, attributes, text) {
    var node = document.createElement(name);
    Object.keys(attributes || {}).forEach(function (key) { node.setAttribute(key, attributes[key]); });
    if (text) { node.textContent = text; }
    return node;
  }

  function keyOf(row, column) {
    var cell = row.cells[column];
    var own = cell.getAttribute("data-s");
    if (own === null) { return cell.textContent; }
    return own !== "" && isFinite(own) ? Number(own) : own;
  }

  function compare(one, other) {
    if (typeof one === "number" && typeof other === "number") { return one - other; }
    return String(one).localeCompare(String(other), document.documentElement.lang, { numeric: true });
  }

  function equip(table) {
    var body = table.tBodies[0];
    var rows = Array.prototype.slice.call(body.rows);
    var heads = Array.prototype.slice.call(table.tHead.rows[0].cells);
    var shown = PAGE, wanted = "", status = "";
    var bar = make("div", { "class": "bar" });
    var label = make("label", {}, words.filter + " ");
    var input = make("input", { type: "search", size: "18" });
    label.appendChild(input);
    bar.appendChild(label);
    var select = chooser(rows);
    if (select) { bar.appendChild(select.label); }
    var told = make("span", { role: "status", "aria-live": "polite" });
    bar.appendChild(told);
    var more = make("button", { type: "button" }, words.more);
    bar.appendChild(more);
    table.parentNode.parentNode.insertBefore(bar, table.parentNode);

    function refresh() {
      var found = 0;
      rows.forEach(function (row) {
        var fits = (!wanted || row.textContent.toLowerCase().indexOf(wanted) >= 0) &&
          (!status || row.querySelector(".s." + status) !== null);
        if (fits) { found += 1; }
        row.hidden = !fits;
        row.classList.toggle("off", fits && found > shown);
      });
      told.textContent = words.rows.replace("{shown}", Math.min(found, shown)).replace("{found}", found)
        .replace("{all}", rows.length);
      more.hidden = found <= shown;
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
        rows.forEach(function (row) { body.appendChild(row); });
        refresh();
      });
    });
    input.addEventListener("input", function () { wanted = input.value.trim().toLowerCase(); shown = PAGE; refresh(); });
    if (select) {
      select.node.addEventListener("change", function () { status = select.node.value; shown = PAGE; refresh(); });
    }
    more.addEventListener("click", function () { shown += PAGE; refresh(); });
    refresh();
  }

  function chooser(rows) {
    var found = {};
    rows.forEach(function (row) {
      var marks = row.querySelectorAll("td:not(.n) .s");
      Array.prototype.forEach.call(marks, function (mark) { found[mark.className.split(" ")[1]] = mark.textContent; });
    });
    var names = Object.keys(found);
    if (names.length < 2) { return null; }
    var label = make("label", {}, words.status + " ");
    var node = make("select", {});
    node.appendChild(make("option", { value: "" }, words.all));
    names.forEach(function (name) { node.appendChild(make("option", { value: name }, found[name])); });
    label.appendChild(node);
    return { label: label, node: node };
  }

  Array.prototype.forEach.call(document.querySelectorAll("table.tools"), equip);
})();
