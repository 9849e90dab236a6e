// Shows one slide at a time. Nothing is fetched, kept or sent; without this script all slides can be read.
"use strict";
(() => {
  const page = document.documentElement;
  const sheets = [...document.querySelectorAll(".sheet")];
  const slides = sheets.map((sheet) => sheet.querySelector(".slide"));
  const by = (id) => document.getElementById(id);
  const speaking = window.name === "speaker" && window.opener !== null;
  let now = -1;        // which slide is shown, from 0
  let typed = "";      // digits, until Enter
  let peer = speaking ? window.opener : null; // the other window, where there is one
  let began = null;    // when the clock was started
  let still;           // the timer that hides the bar

  const clock = (seconds) => {
    const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, Math.floor(seconds) % 60];
    const two = (n) => String(n).padStart(2, "0");
    return h ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
  };

  function fit() {
    for (const slide of slides) {
      const stage = slide.parentElement;
      if (!stage.clientWidth) continue;
      const scale = Math.min(stage.clientWidth / slide.offsetWidth, stage.clientHeight / slide.offsetHeight);
      slide.style.setProperty("--scale", scale);
    }
  }

  function show(n) {
    n = Math.max(0, Math.min(sheets.length - 1, n));
    if (n === now) return;
    const held = now >= 0 && (document.activeElement === document.body || sheets[now].contains(document.activeElement));
    if (began === null && now >= 0) began = Date.now();
    now = n;
    sheets.forEach((sheet, i) => {
      const next = speaking && i === n + 1;
      sheet.hidden = i !== n && !next;
      sheet.inert = next;
      sheet.classList.toggle("then", next);
      sheet.toggleAttribute("aria-hidden", false);
      if (next) sheet.setAttribute("aria-hidden", "true");
    });
    sheets[n].querySelector(".notes").scrollTop = 0;
    by("place").textContent = `${n + 1} / ${sheets.length}`;
    by("says").textContent = sheets[n].getAttribute("aria-label");
    by("previous").disabled = n === 0;
    by("next").disabled = n === sheets.length - 1;
    fit();
    // Who was on the slide that is gone goes on from the top of this one; who was at a button stays there.
    if (held) slides[n].focus({ preventScroll: true });
    if (location.hash !== `#${slides[n].id}`) location.hash = slides[n].id;
    if (peer && !peer.closed) peer.postMessage({ slide: n }, "*");
  }

  const linked = () => slides.findIndex((slide) => `#${slide.id}` === decodeURIComponent(location.hash));

  function notes() {
    const on = page.classList.toggle("noted");
    by("notes").setAttribute("aria-pressed", String(on));
    fit();
  }

  function full() {
    if (document.fullscreenElement) document.exitFullscreen();
    else if (page.requestFullscreen) page.requestFullscreen().catch(() => {});
  }

  function help() {
    const box = by("help");
    if (box.open) box.close();
    else box.showModal();
  }

  function speaker() {
    if (!speaking) peer = window.open(location.href, "speaker", "width=1200,height=800");
  }

  const keys = {
    ArrowRight: () => show(now + 1), ArrowDown: () => show(now + 1), PageDown: () => show(now + 1), " ": () => show(now + 1),
    ArrowLeft: () => show(now - 1), ArrowUp: () => show(now - 1), PageUp: () => show(now - 1), Backspace: () => show(now - 1),
    Home: () => show(0), End: () => show(sheets.length - 1),
    n: notes, f: full, "?": help, h: help, s: speaker, t: () => { began = Date.now(); },
  };

  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || by("help").open) {
      if (event.key === "?" && by("help").open) { help(); event.preventDefault(); }
      return;
    }
    const used = event.target.closest("a, button");
    if (/^[0-9]$/.test(event.key)) { typed = (typed + event.key).slice(-5); return; }
    const number = Number(typed);
    typed = "";
    if (event.key === "Enter" && number && !used) { show(number - 1); return; }
    if (event.key === " " && (event.shiftKey || used)) {
      if (!used) { show(now - 1); event.preventDefault(); }
      return;
    }
    // Arrows up and down scroll notes that have the focus.
    if (/^(Arrow(Up|Down)|Page)/.test(event.key) && event.target.closest(".notes")) return;
    const act = keys[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (act) { act(); event.preventDefault(); }
  });

  let from = null; // where a finger came down
  addEventListener("touchstart", (event) => {
    from = event.touches.length === 1 ? { x: event.touches[0].clientX, y: event.touches[0].clientY } : null;
  }, { passive: true });
  addEventListener("touchend", (event) => {
    if (!from || event.changedTouches.length !== 1) return;
    const x = event.changedTouches[0].clientX - from.x, y = event.changedTouches[0].clientY - from.y;
    from = null;
    if (Math.abs(x) > 40 && Math.abs(x) > 1.5 * Math.abs(y)) show(now + (x < 0 ? 1 : -1));
  }, { passive: true });

  addEventListener("mousemove", () => {
    page.classList.add("moved");
    clearTimeout(still);
    still = setTimeout(() => page.classList.remove("moved"), 2000);
  }, { passive: true });

  addEventListener("hashchange", () => { const n = linked(); if (n >= 0) show(n); });
  addEventListener("resize", fit);
  addEventListener("message", (event) => {
    if (!peer || event.source !== peer || !Number.isInteger(event.data?.slide)) return;
    show(event.data.slide);
  });
  by("previous").addEventListener("click", () => show(now - 1));
  by("next").addEventListener("click", () => show(now + 1));
  by("notes").addEventListener("click", notes);
  by("full").addEventListener("click", full);
  by("keys").addEventListener("click", help);
  setInterval(() => { by("elapsed").textContent = clock(began === null ? 0 : (Date.now() - began) / 1000); }, 500);

  document.querySelector("meta[name=viewport]").content = "width=device-width, initial-scale=1";
  page.classList.add("presenting");
  page.classList.toggle("speaking", speaking);
  by("full").hidden = !document.fullscreenEnabled;
  document.querySelector(".bar").hidden = false;
  slides.forEach((slide) => { slide.tabIndex = -1; });
  const n = linked();
  show(n < 0 ? 0 : n);
})();
