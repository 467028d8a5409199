// Jam kerja: the bars follow what is typed. Kalender: the hours of a day are asked only where they mean something.
// The server reads the text again; what cannot be read here is only not drawn.
(function () {
  "use strict";
  var DAY = 1440;
  var INTERVAL = /^(\d{1,2})(?:[.:](\d{2}))?\s*(?:-|–|—|s\.?d\.?|s\/d|sampai)\s*(\d{1,2})(?:[.:](\d{2}))?$/i;

  // [[start, end], ...] in minutes after midnight, [] when closed, null when it cannot be read
  function readHours(text) {
    text = text.trim();
    if (/^(|-|–|tutup|libur)$/i.test(text)) return [];
    var found = [];
    var parts = text.split(/\s*(?:[,;]|\bdan\b)\s*/i).filter(Boolean);
    for (var i = 0; i < parts.length; i++) {
      var match = INTERVAL.exec(parts[i].trim());
      if (!match) return null;
      var start = Number(match[1]) * 60 + Number(match[2] || 0);
      var end = Number(match[3]) * 60 + Number(match[4] || 0);
      if (end === DAY - 1) end = DAY;
      if (start >= end || end > DAY || Number(match[2] || 0) > 59 || Number(match[4] || 0) > 59) return null;
      found.push([start, end]);
    }
    found.sort(function (a, b) {
      return a[0] - b[0];
    });
    for (var j = 1; j < found.length; j++) if (found[j][0] < found[j - 1][1]) return null;
    return found;
  }

  function inWords(minutes) {
    var hours = Math.floor(minutes / 60);
    var rest = minutes % 60;
    return [hours ? hours + " jam" : "", rest ? rest + " menit" : ""].filter(Boolean).join(" ");
  }

  function draw(form, input) {
    var row = input.closest(".hc-week__day");
    var track = row.querySelector(".hc-week__track");
    var note = row.querySelector("small");
    var intervals = readHours(input.value);
    var since = Number(form.dataset.since);
    var span = Number(form.dataset.until) - since;
    var total = 0;
    track.textContent = "";
    (intervals || []).forEach(function (interval) {
      var bar = document.createElement("i");
      bar.style.left = (100 * (interval[0] - since)) / span + "%";
      bar.style.width = (100 * (interval[1] - interval[0])) / span + "%";
      track.appendChild(bar);
      total += interval[1] - interval[0];
    });
    note.textContent = intervals === null ? form.dataset.invalid : total ? inWords(total) : form.dataset.closed;
  }

  document.querySelectorAll("[data-hc-week]").forEach(function (form) {
    var inputs = Array.prototype.slice.call(form.querySelectorAll(".hc-week__input input"));
    inputs.forEach(function (input) {
      draw(form, input);
      input.addEventListener("input", function () {
        draw(form, input);
      });
    });
    var same = form.querySelector("[data-hc-same]");
    same.hidden = false;
    same.addEventListener("click", function () {
      inputs.slice(1, 4).forEach(function (input) {
        input.value = inputs[0].value;
        draw(form, input);
      });
    });
  });

  document.querySelectorAll("[data-hc-holiday]").forEach(function (form) {
    var kind = form.querySelector("[name=kind]");
    var special = form.querySelector("[data-hc-special]");
    var input = special.querySelector("input");
    function show() {
      var wanted = kind.value === "khusus" || input.classList.contains("is-invalid");
      special.hidden = !wanted;
      if (!wanted) input.value = "";
    }
    kind.addEventListener("change", show);
    show();
  });
})();
