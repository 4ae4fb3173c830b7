// The ranked paper. The number fields in the page are the paper; this script only offers another
// way of filling them in, and keeps them in step with every press. It stores and sends nothing.
(function () {
  "use strict";
  var SVG = "http://www.w3.org/2000/svg";
  var STEPS = 100; // how many changes can be undone
  var EDGE = 120; // so near to the edge of the window, in pixels, dragging scrolls the page

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

  function drawing(path) {
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

  function isSame(one, other) {
    return one.length === other.length && one.every(function (each, at) { return each === other[at]; });
  }

  // ---------- Ranked contests ----------

  function rankedContest(section) {
    var say = section.dataset;
    var list = section.querySelector("[data-candidates]");
    var candidates = Array.from(list.querySelectorAll("[data-candidate]")).map(function (item) {
      return { item: item, name: item.dataset.name, input: item.querySelector(".rank-input input") };
    });
    var order = read(); // the ranked candidates, first preference first
    var past = []; // the orders before it, the last one last
    var sorted = false; // whether the list is shown in the voter's order
    var done = section.querySelector("[data-done]");
    var count = section.querySelector("[data-count]");
    var undo = section.querySelector("[data-undo]");
    var toggle = section.querySelector("[data-sort]");
    var clear = section.querySelector("[data-clear]");

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
      for (var place = 0; whole && place < found.length; place += 1) whole = Boolean(found[place]);
      return whole ? found : null;
    }

    function build() {
      section.classList.add("enhanced");
      candidates.forEach(buildCandidate);
      undo.addEventListener("click", takeBack);
      toggle.addEventListener("click", toggleOrder);
      clear.addEventListener("click", function () {
        if (order.length) change([], say.wordCleared);
        else show(say.wordEmpty);
      });
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
      // For pointers alone: the buttons and the arrow keys do the same.
      candidate.grip = element("span", "grip");
      candidate.grip.append(drawing("M3 5h14M3 10h14M3 15h14"));
      candidate.grip.addEventListener("pointerdown", function (event) { drag(candidate, event); });
      button.addEventListener("click", function () { press(candidate); });
      candidate.item.addEventListener("keydown", function (event) {
        if (!event.target.closest(".rank-button, .mover")) return;
        if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
        if (event.key !== "ArrowUp" && event.key !== "ArrowDown") return;
        if (order.indexOf(candidate) < 0) return;
        event.preventDefault();
        move(candidate, event.key === "ArrowUp" ? -1 : 1);
      });
      row.querySelector(".candidate-name").after(button, candidate.movers, candidate.grip);
    }

    function mover(candidate, by, template, path) {
      var button = element("button", "mover");
      button.type = "button";
      button.setAttribute("aria-label", words(template, { name: candidate.name }));
      button.append(drawing(path));
      button.addEventListener("click", function () { move(candidate, by); });
      return button;
    }

    function change(next, sentence) {
      remember(order);
      order = next;
      show(sentence);
      tell();
    }

    function remember(before) {
      past.push(before);
      if (past.length > STEPS) past.shift();
    }

    // The fields were filled in by this script: whoever keeps what is entered hears of it.
    function tell() {
      section.dispatchEvent(new Event("change", { bubbles: true }));
    }

    function press(candidate) {
      var place = order.indexOf(candidate);
      if (place < 0) {
        return change(
          order.concat(candidate),
          words(say.wordGiven, { name: candidate.name, rank: order.length + 1 })
        );
      }
      var template = place < order.length - 1 ? say.wordClosed : say.wordTaken;
      change(
        order.filter(function (other) { return other !== candidate; }),
        words(template, { name: candidate.name })
      );
    }

    function move(candidate, by) {
      var to = order.indexOf(candidate) + by;
      if (to < 0) return show(words(say.wordFirst, { name: candidate.name }));
      if (to >= order.length) return show(words(say.wordLast, { name: candidate.name }));
      var next = swapped(candidate, by);
      change(next, words(say.wordMoved, { name: candidate.name, rank: to + 1 }));
    }

    function swapped(candidate, by) {
      var place = order.indexOf(candidate);
      var next = order.slice();
      next[place] = order[place + by];
      next[place + by] = candidate;
      if (sorted) {
        // The neighbour is moved, so that focus and pointer stay where the voter has them.
        if (by < 0) candidate.item.after(next[place].item);
        else candidate.item.before(next[place].item);
      }
      return next;
    }

    function takeBack() {
      if (!past.length) return show(say.wordNothing);
      order = past.pop();
      if (sorted) arrange();
      show(say.wordUndone);
      tell();
    }

    function toggleOrder() {
      sorted = !sorted;
      arrange();
      show(sorted ? say.wordSorted : say.wordUnsorted);
    }

    function arrange() {
      var rest = candidates.filter(function (candidate) { return order.indexOf(candidate) < 0; });
      (sorted ? order.concat(rest) : candidates).forEach(function (candidate) {
        list.append(candidate.item);
      });
    }

    // ---------- Dragging, in a list that is in the voter's order ----------

    function drag(candidate, event) {
      if (event.button !== 0) return;
      event.preventDefault();
      var before = order;
      var y = event.clientY;
      var isHeld = true;
      candidate.grip.setPointerCapture(event.pointerId);
      candidate.item.classList.add("dragging");
      candidate.grip.addEventListener("pointermove", follow);
      candidate.grip.addEventListener("pointerup", drop);
      candidate.grip.addEventListener("pointercancel", giveUp);
      window.addEventListener("keydown", escape);
      requestAnimationFrame(scrollAtEdge);

      function follow(moved) {
        y = moved.clientY;
        place();
      }

      // Past the middle of a neighbour the two change places, and so on: a quick hand passes several.
      function place() {
        var at = order.indexOf(candidate);
        if (at > 0 && y < middle(order[at - 1])) order = swapped(candidate, -1);
        else if (at < order.length - 1 && y > middle(order[at + 1])) order = swapped(candidate, 1);
        else return;
        draw();
        place();
      }

      function middle(other) {
        var box = other.item.getBoundingClientRect();
        return box.top + box.height / 2;
      }

      function scrollAtEdge() {
        if (!isHeld) return;
        var at = order.indexOf(candidate);
        var over = 0;
        if (at < order.length - 1) over = Math.max(0, y - window.innerHeight + EDGE);
        if (at > 0) over -= Math.max(0, EDGE - y);
        if (over) {
          window.scrollBy(0, over / 8);
          place();
        }
        requestAnimationFrame(scrollAtEdge);
      }

      function letGo() {
        isHeld = false;
        candidate.item.classList.remove("dragging");
        candidate.grip.removeEventListener("pointermove", follow);
        candidate.grip.removeEventListener("pointerup", drop);
        candidate.grip.removeEventListener("pointercancel", giveUp);
        window.removeEventListener("keydown", escape);
      }

      function drop() {
        letGo();
        if (order.indexOf(candidate) === before.indexOf(candidate)) return;
        remember(before);
        show(words(say.wordMoved, { name: candidate.name, rank: order.indexOf(candidate) + 1 }));
        tell();
      }

      function giveUp() {
        letGo();
        order = before;
        arrange();
        draw();
      }

      function escape(pressed) {
        if (pressed.key === "Escape") giveUp();
      }
    }

    // ---------- What is seen and said ----------

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

    function draw() {
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
    }

    function show(sentence) {
      if (sorted && !inVotersOrder()) sorted = false;
      draw();
      section.classList.toggle("sorted", sorted);
      toggle.textContent = sorted ? say.wordUnsort : say.wordSort;
      undo.setAttribute("aria-disabled", String(!past.length));
      clear.setAttribute("aria-disabled", String(!order.length));
      done.textContent = sentence || "";
      count.textContent = words(say.wordCount, {
        ranked: order.length,
        unranked: candidates.length - order.length,
      });
    }

    if (!order) return;
    build();
    show("");
    // The fields may be filled in by others than this script: by the browser, in a page that it
    // brings back, and with what this device kept.
    function readAgain(sentence) {
      var found = read();
      section.classList.toggle("enhanced", Boolean(found));
      if (!found || isSame(found, order)) return;
      order = found;
      show(sentence);
    }
    window.addEventListener("pageshow", function () { readAgain(""); });
    section.addEventListener("brought-back", function () { readAgain(say.wordBack); });
  }

  // ---------- Contests with marks ----------

  function markedContest(fieldset) {
    var say = fieldset.dataset;
    var limit = say.limit ? Number(say.limit) : Infinity;
    var boxes = Array.from(fieldset.querySelectorAll("input[type=checkbox]"));
    var bar = fieldset.querySelector("[data-bar]");
    var status = fieldset.querySelector("[data-count]");

    function show() {
      var chosen = boxes.filter(function (box) { return box.checked; }).length;
      var template = chosen > limit ? say.wordOver : say.wordCount;
      bar.classList.toggle("over", chosen > limit);
      status.textContent = words(template, { chosen: chosen, limit: limit, extra: chosen - limit });
    }
    fieldset.classList.add("enhanced");
    fieldset.addEventListener("change", show);
    fieldset.addEventListener("brought-back", show);
    window.addEventListener("pageshow", show);
    show();
  }

  document.querySelectorAll("[data-ranked-contest]").forEach(rankedContest);
  document.querySelectorAll("[data-marked-contest]").forEach(markedContest);
})();
