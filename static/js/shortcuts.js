// Keys of the office's pages: one to search, two through the rows, two through the pages, one for help.
// They are silent while somebody types, and can be switched off, which this browser remembers; a
// screen reader that reads with keys of its own never passes them on. Without the script all of it
// is a link or a field.
(function () {
  "use strict";
  var KEY = "office-shortcuts";
  var panel = document.querySelector("[data-shortcuts]");
  var opener = document.querySelector("[data-shortcuts-open]");
  if (!panel || !opener || !panel.showModal) return;
  var box = panel.querySelector("input");

  function areOn() {
    try {
      return localStorage.getItem(KEY) !== "off";
    } catch (error) {
      return true; // storage is switched off
    }
  }

  function remember() {
    try {
      localStorage.setItem(KEY, box.checked ? "on" : "off");
    } catch (error) {
      // For this page alone, then.
    }
  }

  function show() {
    if (!panel.open) panel.showModal();
  }

  function follow(rel) {
    var link = document.querySelector("main a[rel='" + rel + "']");
    if (link) link.click();
    return link;
  }

  function search() {
    var field = document.querySelector("[data-list-filters] input[type='search']");
    if (!field) return null;
    field.focus();
    field.select();
    return field;
  }

  // The first link of each row: Enter opens it, and a screen reader says what it is.
  function step(by) {
    var links = Array.from(document.querySelectorAll("main tbody tr, main [data-row]"))
      .map(function (row) { return row.querySelector("a[href]"); })
      .filter(Boolean);
    if (!links.length) return null;
    var row = document.activeElement.closest("tr, [data-row]");
    var now = row ? links.indexOf(row.querySelector("a[href]")) : -1;
    var next = now < 0 ? (by > 0 ? 0 : links.length - 1) : now + by;
    var link = links[Math.min(Math.max(next, 0), links.length - 1)];
    link.focus();
    return link;
  }

  var keys = {
    "/": search,
    "j": function () { return step(1); },
    "k": function () { return step(-1); },
    "n": function () { return follow("next"); },
    "p": function () { return follow("prev"); },
    "?": function () { show(); return panel; }
  };

  box.checked = areOn();
  box.addEventListener("change", remember);
  opener.hidden = false;
  opener.addEventListener("click", show);
  document.addEventListener("keydown", function (event) {
    if (!box.checked || panel.open || event.defaultPrevented || event.isComposing) return;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, select, textarea, [contenteditable]")) return;
    var act = Object.prototype.hasOwnProperty.call(keys, event.key) && keys[event.key];
    if (act && act()) event.preventDefault();
  });
})();
