// The inbox: following a notice's link marks it as read. Without this the link still leads to the ticket.
(function () {
  "use strict";
  function token() {
    var field = document.querySelector("input[name=csrfmiddlewaretoken]");
    return field ? field.value : "";
  }
  function read(event) {
    var link = event.target.closest("[data-nt-read]");
    if (!link || event.button > 1) return;
    fetch(link.dataset.ntRead, { method: "POST", keepalive: true, headers: { "X-CSRFToken": token(), "HX-Request": "true" } }).then(function (answer) {
      if (!answer.ok) return;
      var row = link.closest(".nt-row"), form = row.querySelector("form");
      row.classList.remove("nt-row--new");
      if (form) form.remove();
      delete link.dataset.ntRead;
      document.body.dispatchEvent(new CustomEvent("nt-read"));
    }, function () {});
  }
  document.addEventListener("click", read);
  document.addEventListener("auxclick", read); // opened in a tab of its own
})();
