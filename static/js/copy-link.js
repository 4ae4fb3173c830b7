// Buttons that copy a link or a tracker; without the script it can be selected where it stands.
(function () {
  "use strict";
  function offer(box, words, select) {
    var button = box.querySelector("button");
    var said = box.querySelector("[data-copy-said]");
    if (!navigator.clipboard || !button.hidden) return;
    button.hidden = false;
    button.addEventListener("click", function () {
      navigator.clipboard.writeText(words()).then(function () { said.textContent = box.dataset.wordCopied; }, select);
    });
  }
  document.querySelectorAll("[data-copy-link]").forEach(function (box) {
    var input = box.querySelector("input");
    offer(box, function () { return input.value; }, function () { input.select(); });
  });
  document.querySelectorAll("[data-copy]").forEach(function (box) {
    offer(box, function () { return box.dataset.copy; }, function () {
      window.getSelection().selectAllChildren(box.previousElementSibling);
    });
  });
})();
