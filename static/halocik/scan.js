// The camera that reads a label: the browser's own detector where it has one, else jsQR, fetched only then. What it reads goes into the
// field, and the form is sent as if somebody had typed it.
(function () {
  "use strict";
  var form = document.querySelector("[data-fd-scan]");
  if (!form) return;
  var view = form.querySelector(".fd-scan__view"), video = view.querySelector("video");
  var start = form.querySelector("[data-fd-start]"), stop = form.querySelector("[data-fd-stop]");
  var said = form.querySelector(".fd-scan__said"), field = form.elements.cari;
  var EVERY = 150; // ms between looks
  var WIDEST = 720; // pixels looked at
  var KEEP = "halocik-camera"; // it stays on from one asset to the next
  var stream = null, detect = null;

  function say(words) {
    said.textContent = words || "";
    said.hidden = !words;
  }

  function remembered(value) {
    try {
      if (value === undefined) return sessionStorage.getItem(KEEP);
      if (value) sessionStorage.setItem(KEEP, value);
      else sessionStorage.removeItem(KEEP);
    } catch (e) {
      return null;
    }
  }

  function loadScript(url) {
    return new Promise(function (done, failed) {
      var script = document.createElement("script");
      script.src = url;
      script.onload = done;
      script.onerror = failed;
      document.head.appendChild(script);
    });
  }

  function ownDetector() {
    if (!("BarcodeDetector" in window)) return Promise.resolve(null);
    return BarcodeDetector.getSupportedFormats().then(function (formats) {
      return formats.indexOf("qr_code") < 0 ? null : new BarcodeDetector({ formats: ["qr_code"] });
    }, function () { return null; });
  }

  // A function that answers with a promise of the text in the picture, or ""
  function makeDetect() {
    return ownDetector().then(function (detector) {
      if (detector) {
        return function () {
          return detector.detect(video).then(function (found) { return found.length ? found[0].rawValue : ""; });
        };
      }
      var canvas = document.createElement("canvas"), context = canvas.getContext("2d", { willReadFrequently: true });
      return loadScript(form.dataset.fdDecoder).then(function () {
        return function () {
          var scale = Math.min(1, WIDEST / video.videoWidth);
          canvas.width = Math.round(video.videoWidth * scale);
          canvas.height = Math.round(video.videoHeight * scale);
          context.drawImage(video, 0, 0, canvas.width, canvas.height);
          var picture = context.getImageData(0, 0, canvas.width, canvas.height);
          var found = jsQR(picture.data, canvas.width, canvas.height);
          return Promise.resolve(found ? found.data : "");
        };
      });
    });
  }

  function look() {
    if (!stream) return;
    if (!video.videoWidth) return setTimeout(look, EVERY);
    detect().catch(function () { return ""; }).then(function (text) {
      if (!stream) return;
      if (!text.trim()) return setTimeout(look, EVERY);
      if (navigator.vibrate) navigator.vibrate(80);
      close();
      field.value = text.trim().slice(0, field.maxLength);
      form.submit();
    });
  }

  function open() {
    say("");
    start.disabled = true;
    navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" }, audio: false }).then(function (got) {
      stream = got;
      video.srcObject = got;
      view.hidden = stop.hidden = false;
      start.hidden = true;
      remembered("on");
      return video.play().then(makeDetect).then(function (made) {
        detect = made;
        look();
      });
    }).catch(function (error) {
      close();
      remembered("");
      say(error && error.name === "NotAllowedError" ? form.dataset.fdDenied : form.dataset.fdNone);
    });
  }

  function close() {
    if (stream) stream.getTracks().forEach(function (track) { track.stop(); });
    stream = null;
    view.hidden = stop.hidden = true;
    start.hidden = start.disabled = false;
  }

  if (!window.isSecureContext) return say(form.dataset.fdInsecure);
  if (!navigator.mediaDevices || !navigator.mediaDevices.getUserMedia) return say(form.dataset.fdNone);
  start.parentNode.hidden = false;
  start.addEventListener("click", open);
  stop.addEventListener("click", function () {
    remembered("");
    close();
  });
  addEventListener("pagehide", close);
  if (remembered() === "on" && !field.value) open();
})();
