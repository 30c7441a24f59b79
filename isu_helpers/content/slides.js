// Starts the slides, makes what is too much for one smaller, and names its buttons in Swedish.
(function () {
  const LEAST = 0.65, STEP = 0.05; // of 32 px: nothing is under 20
  const NAMES = { left: "Föregående bild", right: "Nästa bild", up: "Bilden ovanför", down: "Bilden under" };

  function fit(body) {
    if (!body.clientHeight) return; // not shown yet
    let size = 1;
    body.style.fontSize = "";
    while (body.scrollHeight > body.clientHeight + 1 && size > LEAST) {
      size -= STEP;
      body.style.fontSize = size + "em";
    }
    if (body.scrollHeight > body.clientHeight + 1) body.tabIndex = 0;
  }

  function name() {
    for (const [side, words] of Object.entries(NAMES)) {
      document.querySelectorAll(".controls .navigate-" + side).forEach((b) => b.setAttribute("aria-label", words));
    }
  }

  const shown = new ResizeObserver((found) => found.forEach((one) => fit(one.target)));
  document.querySelectorAll(".kropp").forEach((body) => shown.observe(body));
  Reveal.on("ready", name);
  Reveal.initialize({
    width: 1280, height: 720, margin: 0.04, center: false, transition: "none", display: "flex",
    backgroundTransition: "none", slideNumber: "c/t", hash: true, help: false, controlsTutorial: false,
    scrollLayout: "compact", scrollSnap: false,
  });
})();
