// Starts the slides, makes what is too much for one smaller, and names its buttons in Swedish.
(function () {
  const LEAST = 0.5, STEP = 0.05;
  const NAMES = { left: "Föregående bild", right: "Nästa bild", up: "Bilden ovanför", down: "Bilden under" };

  function fit(slide) {
    const body = slide.querySelector(".kropp");
    if (!body || body.dataset.size || !body.clientHeight) return;
    let size = 1;
    while (body.scrollHeight > body.clientHeight + 1 && size > LEAST) {
      size -= STEP;
      body.style.fontSize = size + "em";
    }
    body.dataset.size = size;
    if (body.scrollHeight > body.clientHeight + 1) body.tabIndex = 0;
  }

  function name() {
    for (const [side, words] of Object.entries(NAMES)) {
      document.querySelectorAll(".controls .navigate-" + side).forEach((b) => b.setAttribute("aria-label", words));
    }
  }

  function fitAll() { // those that are not shown have no height yet; on a phone all are
    document.querySelectorAll(".slides section").forEach(fit);
  }

  Reveal.on("ready", () => { name(); fitAll(); window.setTimeout(fitAll, 400); });
  Reveal.on("slidechanged", fitAll);
  Reveal.initialize({
    width: 1280, height: 720, margin: 0.04, center: false, transition: "none", display: "flex",
    backgroundTransition: "none", slideNumber: "c/t", hash: true, help: false, controlsTutorial: false,
    scrollLayout: "compact", scrollSnap: false,
  });
})();
