// Keeps a progress bar and its sentence up to date until the work is finished.
// The address answers {"done": 400, "total": 1200, "text": "400 of 1,200 rows read", "finished": false}.
// Without this script a reload shows the same figures.
(function () {
  "use strict";
  var EVERY = 2000;

  function watch(box) {
    var bar = box.querySelector("progress");
    var text = box.querySelector("[data-progress-text]");
    var trouble = box.querySelector("[data-progress-trouble]");
    var leave = box.querySelector("[data-progress-leave]");
    var next = box.querySelector("[data-progress-next]");

    function show(state) {
      trouble.hidden = true;
      bar.max = state.total || 1;
      bar.value = state.done;
      // The same words again would be read out again.
      if (text.textContent !== state.text) text.textContent = state.text;
      if (!state.finished) return window.setTimeout(ask, EVERY);
      if (leave) leave.hidden = true;
      if (next) next.hidden = false;
    }

    function ask() {
      var isOver = false; // signed out, or gone: to ask again would get the same answer
      fetch(box.dataset.progressUrl, { headers: { Accept: "application/json" } })
        .then(function (answer) {
          isOver = answer.redirected || answer.status === 403 || answer.status === 404;
          if (!answer.ok) throw new Error(String(answer.status));
          return answer.json();
        })
        .then(show)
        .catch(function () {
          trouble.hidden = false;
          if (!isOver) window.setTimeout(ask, EVERY * 5);
        });
    }

    if (!("progressFinished" in box.dataset)) window.setTimeout(ask, EVERY);
  }

  document.querySelectorAll("[data-progress-url]").forEach(function (box) {
    if (box.progressWatched) return;
    box.progressWatched = true;
    watch(box);
  });
})();
