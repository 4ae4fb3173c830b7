// The ranked paper. The number fields in the page are the paper; this script only offers another
// way of filling them in, and keeps them in step with every press. It stores and sends nothing.
(function () {
  "use strict";
  var SVG = "http://www.w3.org/2000/svg";

  function element(tag, className, text) {
    var node = document.createElement(tag);
    if (className) node.className = className;
    if (text) node.textContent = text;
    return node;
  }

  function words(template, values) {
    return template.replace(/\{(\w+)\}/g, function (all, key) {
      return key in values ? values[key] : all;
    });
  }

  function arrow(path) {
    var svg = document.createElementNS(SVG, "svg");
    svg.setAttribute("viewBox", "0 0 20 20");
    svg.setAttribute("aria-hidden", "true");
    var line = document.createElementNS(SVG, "path");
    line.setAttribute("d", path);
    line.setAttribute("fill", "none");
    line.setAttribute("stroke", "currentColor");
    line.setAttribute("stroke-width", "3");
    svg.appendChild(line);
    return svg;
  }

  // ---------- Ranked contests ----------

  function rankedContest(section) {
    var say = section.dataset;
    var list = section.querySelector("[data-candidates]");
    var candidates = Array.from(list.querySelectorAll("[data-candidate]")).map(function (item) {
      return { item: item, name: item.dataset.name, input: item.querySelector(".rank-input input") };
    });
    var order = read(); // the ranked candidates, first preference first
    var sorted = false; // whether the list is shown in the voter's order
    var bar, done, count, toggle;

    // The fields as an order, or null unless they say 1, 2, 3… without gap or repetition: numbers
    // that say something else stay as the voter wrote them, in the fields they were written in.
    function read() {
      var found = [];
      var filled = 0;
      candidates.forEach(function (candidate) {
        var value = candidate.input.value.trim();
        if (value === "") return;
        filled += 1;
        if (/^[1-9]\d*$/.test(value)) found[Number(value) - 1] = candidate;
      });
      var whole = found.length === filled;
      for (var place = 0; place < found.length; place += 1) whole = whole && Boolean(found[place]);
      return whole ? found : null;
    }

    function build() {
      section.classList.add("enhanced");
      section.querySelector("[data-without-script]").hidden = true;
      section.querySelector("[data-with-script]").hidden = false;
      candidates.forEach(buildCandidate);
      bar = element("div", "paper-bar");
      var status = element("p");
      status.setAttribute("role", "status");
      done = element("span", "done");
      count = element("span", "count");
      status.append(done, " ", count);
      toggle = element("button", "button secondary small", say.wordSort);
      toggle.type = "button";
      toggle.addEventListener("click", toggleOrder);
      bar.append(status, toggle);
      list.after(bar);
    }

    function buildCandidate(candidate) {
      var row = candidate.item.querySelector(".candidate-row");
      var button = element("button", "rank-button");
      button.type = "button";
      button.dataset.standsFor = candidate.input.id;
      candidate.rank = element("span", "rank");
      button.append(element("span", "name", candidate.name), candidate.rank);
      candidate.button = button;
      candidate.up = mover(candidate, -1, say.wordUp, "M3 13l7-7 7 7");
      candidate.down = mover(candidate, 1, say.wordDown, "M3 7l7 7 7-7");
      candidate.movers = element("div", "movers");
      candidate.movers.append(candidate.up, candidate.down);
      button.addEventListener("click", function () { press(candidate); });
      candidate.item.addEventListener("keydown", function (event) {
        if (!event.target.closest(".rank-button, .mover")) return;
        if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
        if (event.key !== "ArrowUp" && event.key !== "ArrowDown") return;
        if (order.indexOf(candidate) < 0) return;
        event.preventDefault();
        move(candidate, event.key === "ArrowUp" ? -1 : 1);
      });
      row.querySelector(".candidate-name").after(button, candidate.movers);
    }

    function mover(candidate, by, template, path) {
      var button = element("button", "mover");
      button.type = "button";
      button.setAttribute("aria-label", words(template, { name: candidate.name }));
      button.append(arrow(path));
      button.addEventListener("click", function () { move(candidate, by); });
      return button;
    }

    function press(candidate) {
      var place = order.indexOf(candidate);
      if (place < 0) {
        order.push(candidate);
        return show(words(say.wordGiven, { name: candidate.name, rank: order.length }));
      }
      order.splice(place, 1);
      var template = place < order.length ? say.wordClosed : say.wordTaken;
      show(words(template, { name: candidate.name }));
    }

    function move(candidate, by) {
      var place = order.indexOf(candidate);
      var to = place + by;
      if (to < 0) return show(words(say.wordFirst, { name: candidate.name }));
      if (to >= order.length) return show(words(say.wordLast, { name: candidate.name }));
      order[place] = order[to];
      order[to] = candidate;
      if (sorted) {
        // The neighbour is moved, so that the focus stays where the voter has it.
        var neighbour = order[place].item;
        if (by < 0) candidate.item.after(neighbour);
        else candidate.item.before(neighbour);
      }
      show(words(say.wordMoved, { name: candidate.name, rank: to + 1 }));
    }

    function toggleOrder() {
      sorted = !sorted;
      var rest = candidates.filter(function (candidate) { return order.indexOf(candidate) < 0; });
      (sorted ? order.concat(rest) : candidates).forEach(function (candidate) {
        list.append(candidate.item);
      });
      show(sorted ? say.wordSorted : say.wordUnsorted);
    }

    // Whether what is on screen is the voter's order: after a press it may no longer be, and then
    // the button offers it again. Nothing moves by itself.
    function inVotersOrder() {
      var shown = list.firstElementChild;
      return order.every(function (candidate) {
        var matches = candidate.item === shown;
        shown = shown && shown.nextElementSibling;
        return matches;
      });
    }

    function show(sentence) {
      if (sorted && !inVotersOrder()) sorted = false;
      candidates.forEach(function (candidate) {
        var place = order.indexOf(candidate) + 1;
        candidate.input.value = place || "";
        candidate.item.classList.toggle("ranked", place > 0);
        candidate.button.setAttribute("aria-pressed", String(place > 0));
        candidate.button.setAttribute(
          "aria-label",
          words(place ? say.wordRanked : say.wordUnranked, { name: candidate.name, rank: place })
        );
        candidate.rank.textContent = place || "";
        candidate.rank.classList.toggle("long", place > 99);
        candidate.movers.hidden = !place;
        candidate.up.setAttribute("aria-disabled", String(place === 1));
        candidate.down.setAttribute("aria-disabled", String(place === order.length));
      });
      toggle.textContent = sorted ? say.wordUnsort : say.wordSort;
      done.textContent = sentence || "";
      count.textContent = words(say.wordCount, {
        ranked: order.length,
        unranked: candidates.length - order.length,
      });
    }

    if (!order) return;
    build();
    show("");
    // A page brought back by the browser may carry other numbers than it was left with.
    window.addEventListener("pageshow", function () {
      var again = read();
      if (!again) return;
      order = again;
      show("");
    });
  }

  // ---------- Contests with marks ----------

  function markedContest(fieldset) {
    var say = fieldset.dataset;
    var limit = say.limit ? Number(say.limit) : Infinity;
    var boxes = Array.from(fieldset.querySelectorAll("input[type=checkbox]"));
    var bar = element("div", "paper-bar");
    var status = element("p", "count");
    status.setAttribute("role", "status");
    bar.append(status);
    fieldset.querySelector(".candidates").after(bar);

    function show() {
      var chosen = boxes.filter(function (box) { return box.checked; }).length;
      var template = chosen > limit ? say.wordOver : say.wordCount;
      bar.classList.toggle("over", chosen > limit);
      status.textContent = words(template, { chosen: chosen, limit: limit, extra: chosen - limit });
    }
    fieldset.addEventListener("change", show);
    window.addEventListener("pageshow", show);
    show();
  }

  document.querySelectorAll("[data-ranked-contest]").forEach(rankedContest);
  document.querySelectorAll("[data-marked-contest]").forEach(markedContest);
})();
