"use strict";
// Runs before anything is drawn: the theme and language chosen last, and a word for `file:` addresses.
(function () {
  var root = document.documentElement;
  function kept(name) { try { return localStorage.getItem("targetcheck-" + name); } catch (refused) { return null; } }
  var theme = kept("theme");
  if (theme === "light" || theme === "dark") { root.dataset.theme = theme; }
  var lang = kept("lang") || (/^zh/i.test(navigator.language || "") ? "zh" : "en");
  root.lang = lang === "zh" ? "zh-CN" : "en";
  if (location.protocol === "file:") {
    addEventListener("DOMContentLoaded", function () {
      document.getElementById("file-address").hidden = false;
      document.getElementById("boot").hidden = true;
    });
  }
})();
