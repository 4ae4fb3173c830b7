// What a voter entered stays in this tab, and nowhere else, until the vote is cast or the tab is
// closed: the browser's Back button, a reload and a lost connection take nothing away.
(function () {
  "use strict";

  function kept(key) {
    try {
      return JSON.parse(sessionStorage.getItem(key) || "[]");
    } catch (error) {
      return []; // storage is switched off, or holds something else
    }
  }

  function keep(key, entered) {
    try {
      if (entered.length) sessionStorage.setItem(key, JSON.stringify(entered));
      else sessionStorage.removeItem(key);
    } catch (error) {
      // Switched off or full: the page works as it does without a script.
    }
  }

  document.querySelectorAll("[data-forget]").forEach(function (done) {
    keep(done.dataset.forget, []);
  });
  var form = document.querySelector("form[data-keep]");
  if (!form) return;
  var fields = Array.from(form.elements).filter(function (field) {
    return field.name && (field.type === "text" || field.type === "checkbox" || field.type === "radio");
  });

  function isTicked(field) {
    return field.type !== "text";
  }

  function entered() {
    return fields
      .filter(function (field) { return isTicked(field) ? field.checked : field.value.trim(); })
      .map(function (field) { return [field.name, field.value]; });
  }

  // A page that came with entries, from the check page or with a mistake explained, has the newer ones.
  if (!entered().length) {
    kept(form.dataset.keep).forEach(function (pair) {
      fields.forEach(function (field) {
        if (field.name !== pair[0]) return;
        if (!isTicked(field)) field.value = pair[1];
        else if (field.value === pair[1]) field.checked = true;
      });
    });
  }
  window.addEventListener("pagehide", function () { keep(form.dataset.keep, entered()); });
})();
