// When a form comes back with problems, the summary takes focus; its links put the cursor
// into the field they name, with the field's label in view.
(function () {
  "use strict";
  var summary = document.querySelector(".error-summary");
  if (!summary) return;
  summary.focus();
  summary.addEventListener("click", function (event) {
    var link = event.target.closest("a[href^='#']");
    var target = link && document.getElementById(link.hash.slice(1));
    if (!target) return;
    // The paper hides the number field it enhances; its button stands in for it.
    var stand = document.querySelector("[data-stands-for='" + target.id + "']");
    var field = stand || target;
    event.preventDefault();
    (field.closest(".field, .candidate, .contest") || field).scrollIntoView({ block: "start" });
    if (!field.matches("a, button, input, select, textarea, [tabindex]")) field.tabIndex = -1;
    field.focus({ preventScroll: true });
  });
})();
