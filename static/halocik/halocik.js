// The small behaviour every page shares. Pages work without it, only less comfortably.
(function () {
  "use strict";
  var root = document.documentElement;

  // Light, dark, or as the device
  var dark = matchMedia("(prefers-color-scheme: dark)");
  function storedTheme() {
    try {
      return localStorage.getItem("halocik-theme") || "auto";
    } catch (e) {
      return "auto";
    }
  }
  function showTheme() {
    var choice = storedTheme();
    root.setAttribute("data-bs-theme", choice === "auto" ? (dark.matches ? "dark" : "light") : choice);
    document.querySelectorAll("[data-hc-theme]").forEach(function (button) {
      button.setAttribute("aria-pressed", String(button.dataset.hcTheme === choice));
    });
  }
  dark.addEventListener("change", showTheme);

  // Offline notice
  function showConnection() {
    document.querySelectorAll("[data-hc-offline]").forEach(function (notice) {
      notice.hidden = navigator.onLine;
    });
  }
  addEventListener("online", showConnection);
  addEventListener("offline", showConnection);

  document.addEventListener("click", function (event) {
    var target = event.target;
    var theme = target.closest("[data-hc-theme]");
    if (theme) {
      try {
        if (theme.dataset.hcTheme === "auto") localStorage.removeItem("halocik-theme");
        else localStorage.setItem("halocik-theme", theme.dataset.hcTheme);
      } catch (e) {
        root.setAttribute("data-bs-theme", theme.dataset.hcTheme);
      }
      showTheme();
    }
    var copy = target.closest("[data-hc-copy]");
    if (copy) copyText(copy);
    var opener = target.closest("[data-hc-open]");
    if (opener) document.getElementById(opener.dataset.hcOpen).showModal();
    var closer = target.closest("[data-hc-close]");
    if (closer) closer.closest("dialog").close();
    var reveal = target.closest("[data-hc-reveal]");
    if (reveal) revealPassword(reveal);
    var search = target.closest("[data-hc-search]");
    if (search) {
      event.preventDefault();
      if (search.closest(".hc-top").classList.toggle("hc-top--search")) document.querySelector(".hc-search input").focus();
    }
    var fill = target.closest("[data-hc-fill]");
    if (fill) {
      document.getElementById(fill.dataset.hcFill).value = fill.dataset.hcValue;
      if (fill.dataset.hcThen) document.getElementById(fill.dataset.hcThen).value = fill.dataset.hcThenValue;
    }
    document.querySelectorAll("details.hc-menu[open]").forEach(function (menu) {
      if (!menu.contains(target)) menu.open = false;
    });
  });
  document.addEventListener("keydown", function (event) {
    if (event.key === "Escape") {
      document.querySelectorAll("details.hc-menu[open]").forEach(function (menu) {
        menu.open = false;
        menu.querySelector("summary").focus();
      });
    }
    // "/" jumps to the search, unless somebody is typing
    if (event.key === "/" && !/^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement.tagName) && !event.ctrlKey && !event.metaKey) {
      var search = document.querySelector(".hc-search input");
      if (search) {
        event.preventDefault();
        search.focus();
      }
    }
  });

  function copyText(button) {
    var source = document.getElementById(button.dataset.hcCopy);
    var words = button.querySelector("[data-hc-words]") || button;
    var select = function () {
      getSelection().selectAllChildren(source);
    };
    if (!navigator.clipboard) return select(); // plain http on the intranet has no clipboard
    navigator.clipboard.writeText(source.textContent.trim()).then(function () {
      var before = words.textContent;
      words.textContent = button.dataset.hcDone || "Tersalin";
      setTimeout(function () {
        words.textContent = before;
      }, 2000);
    }, select);
  }

  function revealPassword(button) {
    var input = document.getElementById(button.dataset.hcReveal);
    var shown = input.type === "text";
    input.type = shown ? "password" : "text";
    button.setAttribute("aria-pressed", String(!shown));
  }

  // A double click sends a form once. The server holds to that too; this only saves the second request.
  // The pressed button is marked, not disabled: a disabled button would drop its own name from the form.
  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (event.defaultPrevented || form.method === "dialog") return;
    var question = form.dataset.hcConfirm;
    if (question && !confirm(question)) {
      event.preventDefault();
      return;
    }
    // An answer in a tab of its own leaves the form standing: it may be wanted again.
    if (form.method !== "post" || form.hasAttribute("hx-post") || form.target === "_blank") return;
    if (form.dataset.hcSent) {
      event.preventDefault();
      return;
    }
    form.dataset.hcSent = "1";
    if (event.submitter) event.submitter.setAttribute("aria-busy", "true");
  });
  // Coming back by the browser's back button: forms may be sent again
  addEventListener("pageshow", function () {
    document.querySelectorAll("form[data-hc-sent]").forEach(function (form) {
      delete form.dataset.hcSent;
    });
    showNeeded();
    document.querySelectorAll("[aria-busy='true'].btn").forEach(function (button) {
      button.removeAttribute("aria-busy");
    });
  });

  // A file larger than allowed is told before it is uploaded
  document.addEventListener("change", function (event) {
    var input = event.target;
    if (input.type !== "file" || !input.dataset.hcMaxBytes) return;
    var limit = Number(input.dataset.hcMaxBytes);
    var large = Array.prototype.find.call(input.files, function (file) {
      return file.size > limit;
    });
    input.setCustomValidity(large ? (input.dataset.hcTooLarge || "Berkas terlalu besar.") : "");
    input.reportValidity();
  });

  // Fields that only one answer needs: data-hc-shown-when="NAME=VALUE" hides them otherwise, data-hc-needed-when marks them as needed
  function showNeeded() {
    document.querySelectorAll("[data-hc-shown-when], [data-hc-needed-when]").forEach(function (part) {
      var wish = (part.dataset.hcShownWhen || part.dataset.hcNeededWhen).split("=");
      var chosen = part.closest("form").elements[wish[0]].value === wish[1];
      if (part.dataset.hcShownWhen) part.hidden = !chosen;
      else part.classList.toggle("hc-needed", chosen);
    });
  }
  document.addEventListener("change", showNeeded);

  // htmx: what was typed stays, and a failed request says so
  // (what the page asks by itself every so often fails without a word)
  document.addEventListener("htmx:sendError", function (event) {
    if (!isQuiet(event)) notice(document.body.dataset.hcUnreachable);
  });
  document.addEventListener("htmx:responseError", function (event) {
    if (isQuiet(event)) return;
    var status = event.detail.xhr.status;
    if (status !== 409 && status !== 422) notice(document.body.dataset.hcFailed);
  });
  function isQuiet(event) {
    return event.detail.elt.hasAttribute("data-hc-quiet");
  }
  function notice(text) {
    var place = document.getElementById("hc-notice");
    if (!place || !text) return;
    place.textContent = text;
    place.hidden = false;
    setTimeout(function () {
      place.hidden = true;
    }, 8000);
  }

  function start() {
    showTheme();
    showConnection();
    showNeeded();
    document.querySelectorAll(".hc-tabs [aria-current]").forEach(function (tab) {
      tab.scrollIntoView({ block: "nearest", inline: "nearest" });
    });
    var invalid = document.querySelector("main .is-invalid");
    if (invalid && document.activeElement === document.body) invalid.focus();
  }
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
