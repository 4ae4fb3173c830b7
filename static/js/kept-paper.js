// What a voter entered stays on this device, and nowhere else, until the vote is cast or voting has
// closed: a reload, a lost connection and a closed browser take nothing away.
//
// It is kept sealed. The key comes with the voter's own paper and is not kept here, so that whoever
// else uses the device finds neither whose it is nor what it says, not even how many are ranked.
(function () {
  "use strict";
  var NAMES = "paper/"; // what is kept under other names is not ours
  var OVER = "over"; // kept for a moment, so that other tabs with the same paper hear of it

  // ---------- What is kept no longer ----------

  function forget(name) {
    try {
      localStorage.removeItem(name);
    } catch (error) {
      // Storage is switched off: nothing was kept.
    }
  }

  function kept(name) {
    try {
      return JSON.parse(localStorage.getItem(name));
    } catch (error) {
      return null;
    }
  }

  function forgetWhatIsOver(except) {
    var names = [];
    try {
      names = Object.keys(localStorage);
    } catch (error) {
      return;
    }
    names.forEach(function (name) {
      if (name.indexOf(NAMES) !== 0 || name === except) return;
      var found = kept(name);
      if (!found || !(found.until > Date.now())) forget(name);
    });
  }

  // A tab that still shows the paper would keep it again with the next press.
  function end(name) {
    if (name.indexOf(NAMES) !== 0) return;
    try {
      localStorage.setItem(name, OVER);
    } catch (error) {
      // Full or switched off.
    }
    forget(name);
  }

  document.querySelectorAll("[data-forget]").forEach(function (over) { end(over.dataset.forget); });
  var form = document.querySelector("form[data-kept-as]");
  forgetWhatIsOver(form && form.dataset.keptAs);

  // ---------- Back and reload tell the truth ----------

  // The check page is the answer to a form: Back would bring it up again once the vote is cast. The
  // paper takes its place in the history then, and says what is true.
  var casting = document.querySelector("form[data-leaves]");
  if (casting) {
    casting.addEventListener("submit", function () {
      history.replaceState(null, "", casting.dataset.leaves);
    });
  }
  window.addEventListener("pageshow", function (event) {
    if (event.persisted) location.reload();
  });

  // ---------- What is kept ----------

  if (!form || !window.crypto || !crypto.subtle) return;
  var name = form.dataset.keptAs;
  var until = Number(form.dataset.keptUntil);
  var isOver = false;
  var fields = Array.from(form.elements).filter(function (field) {
    return field.name && (field.type === "text" || field.type === "checkbox" || field.type === "radio");
  });

  function bytes(text) {
    return Uint8Array.from(atob(text), function (letter) { return letter.charCodeAt(0); });
  }

  function text(buffer) {
    return btoa(String.fromCharCode.apply(null, new Uint8Array(buffer)));
  }

  function isEntered(field) {
    return field.type === "text" ? field.value.trim() !== "" : field.checked && field.value !== "";
  }

  // Every field, with three letters for what was entered, so that the length tells nothing.
  function entered() {
    return fields.map(function (field) {
      var isText = field.type === "text";
      var value = isText ? field.value.trim().slice(0, 3) : field.checked ? "x" : "";
      return [field.name, isText ? "" : field.value, value.padEnd(3)];
    });
  }

  function bringBack(rows) {
    if (fields.some(isEntered)) return; // the page came with entries: they are newer
    rows.forEach(function (row) {
      fields.forEach(function (field) {
        if (field.name !== row[0] || !row[2].trim()) return;
        if (field.type === "text") field.value = row[2].trim();
        else if (field.value === row[1]) field.checked = true;
      });
    });
    if (!fields.some(isEntered)) return;
    document.querySelectorAll("[data-ranked-contest], [data-marked-contest]").forEach(function (one) {
      one.dispatchEvent(new Event("brought-back"));
    });
  }

  var key = crypto.subtle.importKey("raw", bytes(form.dataset.keptWith), "AES-GCM", false, [
    "encrypt",
    "decrypt",
  ]);

  // The other scripts of the page are there by then, and show what is brought back.
  var ready = new Promise(function (resolve) {
    document.addEventListener("DOMContentLoaded", resolve);
  });

  function open(found) {
    return ready
      .then(function () { return key; })
      .then(function (opener) {
        var how = { name: "AES-GCM", iv: bytes(found.iv) };
        return crypto.subtle.decrypt(how, opener, bytes(found.sealed));
      })
      .then(function (plain) { bringBack(JSON.parse(new TextDecoder().decode(plain))); })
      .catch(function () { forget(name); }); // another key, or something else under this name
  }

  function keep() {
    var plain = new TextEncoder().encode(JSON.stringify(entered()));
    if (!fields.some(isEntered)) return forget(name);
    var iv = crypto.getRandomValues(new Uint8Array(12));
    return key
      .then(function (sealer) { return crypto.subtle.encrypt({ name: "AES-GCM", iv: iv }, sealer, plain); })
      .then(function (sealed) {
        if (isOver) return;
        localStorage.setItem(name, JSON.stringify({ until: until, iv: text(iv), sealed: text(sealed) }));
      })
      .catch(function () {}); // switched off or full: the page works as it does without a script
  }

  var found = kept(name);
  // In another tab the vote was cast, or the device cleared: this page says what is true, and comes
  // without what was entered on it.
  window.addEventListener("storage", function (event) {
    if (event.key !== name || event.newValue !== OVER) return;
    isOver = true;
    forget(name); // a sealing that was under way may have kept it again since
    location.replace(location.pathname);
  });

  // One after another: what was entered last is what is kept.
  var last = found ? open(found) : Promise.resolve();
  function keepNext() { last = last.then(keep); }
  form.addEventListener("input", keepNext);
  form.addEventListener("change", keepNext);
  if (fields.some(isEntered)) keepNext();
})();
