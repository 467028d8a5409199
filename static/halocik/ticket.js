// Ticket pages: rows of inputs, for whom a ticket is opened, choosing a colleague. Everything works without it.
(function () {
  "use strict";

  // Rows of inputs: keep one empty row, add more on demand
  function isEmpty(row) {
    return Array.prototype.every.call(row.querySelectorAll("input, select, textarea"), function (input) {
      return input.type === "checkbox" ? !input.checked : !input.value;
    });
  }
  function clear(row) {
    row.querySelectorAll("input, select, textarea").forEach(function (input) {
      if (input.type === "checkbox") input.checked = false;
      else input.value = "";
      input.classList.remove("is-invalid");
      input.removeAttribute("aria-invalid");
    });
    row.querySelectorAll(".invalid-feedback").forEach(function (error) {
      error.remove();
    });
  }
  function setUpTable(box) {
    var body = box.querySelector("tbody"), button = box.querySelector("[data-tk-add]");
    if (!button.hidden) return;
    body.querySelectorAll("[data-tk-remove]").forEach(function (remove) {
      remove.hidden = false;
    });
    body.addEventListener("click", function (event) {
      var remove = event.target.closest("[data-tk-remove]");
      if (!remove) return;
      var row = remove.closest("tr"), next = row.nextElementSibling || row.previousElementSibling;
      if (next) row.remove();
      else clear(row);
      (next || row).querySelector("input, select, textarea").focus();
    });
    while (body.rows.length > 1 && isEmpty(body.rows[body.rows.length - 1]) && isEmpty(body.rows[body.rows.length - 2])) body.lastElementChild.remove();
    button.hidden = false;
    button.addEventListener("click", function () {
      var last = body.lastElementChild, fresh = last.cloneNode(true);
      fresh.querySelectorAll("input, select, textarea").forEach(function (input) {
        input.name = input.name.replace(/-(\d+)-([^-]*)$/, function (whole, index, column) {
          return "-" + (Number(index) + 1) + "-" + column;
        });
        input.setAttribute("aria-label", (input.getAttribute("aria-label") || "").replace(/\d+$/, String(body.rows.length + 1)));
        input.removeAttribute("id");
      });
      clear(fresh);
      body.appendChild(fresh);
      fresh.querySelector("input, select, textarea").focus();
    });
  }

  // For whom: show only what the choice needs
  function setUpRequester(box) {
    function show() {
      var chosen = box.querySelector("input[type=radio][name$=-siapa]:checked");
      box.querySelectorAll("[data-tk-for]").forEach(function (part) {
        part.hidden = !chosen || part.dataset.tkFor.split(" ").indexOf(chosen.value) < 0;
      });
    }
    box.addEventListener("change", show);
    show();
    box.querySelectorAll("[data-tk-for] select").forEach(setUpSearch);
  }

  // A long list of people gets a search box above it
  function setUpSearch(select) {
    if (select.options.length < 9 || !select.dataset.tkSearch) return;
    var options = Array.prototype.slice.call(select.options), search = document.createElement("input");
    search.type = "search";
    search.className = "form-control tk-search";
    search.placeholder = select.dataset.tkSearch;
    search.setAttribute("aria-label", search.placeholder);
    search.addEventListener("input", function () {
      var words = search.value.toLowerCase().split(/\s+/), kept = select.value;
      var found = options.filter(function (option) {
        var text = option.text.toLowerCase();
        return !option.value || words.every(function (word) { return text.indexOf(word) >= 0; });
      });
      select.replaceChildren.apply(select, found);
      if (found.length === 2) select.value = found[1].value;
      else if (found.some(function (option) { return option.value === kept; })) select.value = kept;
    });
    search.addEventListener("keydown", function (event) {
      if (event.key === "Enter") event.preventDefault();
    });
    select.before(search);
  }

  // Ticks of several approvals: say how many
  function setUpBulk(button) {
    var words = button.lastChild, text = words.textContent;
    function show() {
      var count = document.querySelectorAll("input[name=pilih]:checked").length;
      words.textContent = count ? text + " (" + count + ")" : text;
      button.parentElement.hidden = !count;
    }
    document.addEventListener("change", show);
    show();
  }

  // The older part of a story is folded to spare a phone's reader the way; where there is room it stands open
  function setUpOlder(part) {
    if (!matchMedia("(min-width: 1100px)").matches) return;
    part.open = true;
    part.querySelector("summary").hidden = true;
  }

  // What is being typed stays with this tab until it was taken: a session that ends, a network that fails, a slip of the finger.
  // The key names the person and the turn, so that it never comes back to somebody else or into another form.
  var STORE = "halocik-typed:";
  function typedInto(form) {
    return Array.prototype.filter.call(form.elements, function (input) {
      return input.name && (input.tagName === "TEXTAREA" || (input.tagName === "INPUT" && /^(text|number|date|time|datetime-local)$/.test(input.type)));
    });
  }
  function keyOf(form) {
    return STORE + form.dataset.tkKeep + ":" + (form.getAttribute("action") || location.pathname);
  }
  function setUpKeeping(form) {
    var key = keyOf(form), kept = null;
    try {
      kept = JSON.parse(sessionStorage.getItem(key));
    } catch (e) {
      return; // storage switched off
    }
    typedInto(form).forEach(function (input) {
      var text = kept && kept.typed[input.name];
      if (!text || input.value || form.querySelector(".is-invalid")) return;
      input.value = text;
      for (var box = input.closest("details"); box; box = box.parentElement.closest("details")) box.open = true;
    });
    form.addEventListener("input", function () {
      var typed = {};
      typedInto(form).forEach(function (input) {
        if (input.value) typed[input.name] = input.value;
      });
      try {
        sessionStorage.setItem(key, JSON.stringify({ typed: typed, at: location.pathname }));
      } catch (e) {
        // full: then it is not kept
      }
    });
  }
  function forgetTaken() {
    var valid = Array.prototype.map.call(document.querySelectorAll("form[data-tk-keep]"), keyOf);
    if (!document.querySelector("[data-tk-page]")) return; // sign-in or an error: nothing was taken yet
    try {
      Object.keys(sessionStorage).forEach(function (key) {
        if (key.indexOf(STORE) !== 0 || valid.indexOf(key) >= 0) return;
        var at = JSON.parse(sessionStorage.getItem(key)).at;
        if (at === location.pathname || /^\/tiket\/[^/]+\/$/.test(location.pathname)) sessionStorage.removeItem(key);
      });
    } catch (e) {
      // storage switched off
    }
  }

  function start(root) {
    root.querySelectorAll("form[data-tk-keep]").forEach(setUpKeeping);
    forgetTaken();
    root.querySelectorAll("[data-tk-table]").forEach(setUpTable);
    root.querySelectorAll("[data-tk-requester]").forEach(setUpRequester);
    root.querySelectorAll("[data-tk-bulk]").forEach(setUpBulk);
    root.querySelectorAll("[data-tk-older]").forEach(setUpOlder);
  }
  // Enter in the search for an asset searches; it does not send the form around it.
  document.addEventListener("keydown", function (event) {
    if (event.key === "Enter" && event.target.matches(".tk-picker > input")) event.preventDefault();
  });
  document.addEventListener("htmx:load", function (event) {
    if (event.target !== document.body) start(event.target.parentElement || document);
  });
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", function () { start(document); });
  else start(document);
})();
