// A button that copies a link; without the script the link can be selected in its field.
(function () {
  "use strict";
  document.querySelectorAll("[data-copy-link]").forEach(function (box) {
    var button = box.querySelector("button");
    var input = box.querySelector("input");
    var said = box.querySelector("[data-copy-said]");
    if (!navigator.clipboard || !button.hidden) return;
    button.hidden = false;
    button.addEventListener("click", function () {
      navigator.clipboard.writeText(input.value).then(
        function () { said.textContent = box.dataset.wordCopied; },
        function () { input.select(); }
      );
    });
  });
})();
