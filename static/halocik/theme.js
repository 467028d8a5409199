// Runs before the first paint, so that a dark page never flashes white. The choice stays on this device.
(function () {
  var choice = null;
  try {
    choice = localStorage.getItem("halocik-theme");
  } catch (e) {
    // Storage switched off: follow the device.
  }
  var dark = choice ? choice === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  document.documentElement.setAttribute("data-bs-theme", dark ? "dark" : "light");
})();
