// A JupyterLab extension written by hand: no webpack, no node, this one file.
//
// A form whose kernel is gone says so on the page itself, since nobody else is left to say it.
// The name of this file holds its hash, as browsers keep it for a year: tests/test_labextension.py.
(() => {
  'use strict';
  const NAME = 'isu-lab';
  const VIEW = 'application/vnd.jupyter.widget-view+json';
  const NO_MODEL = ['Loading widget...', 'Error displaying widget: model not found'];
  const OFTEN = 5000;  // ms between questions to the kernel, and what an answer may take
  const HICCUP = 2000;  // ms without a connection that nobody need be told of
  const QUEUED = 2000;  // ms that typed words may wait in the page before they are sent
  const DRAWN = 1500;  // ms until a form that is new has its fields
  const SETTLED = 300;  // ms until what a cell shows has its height
  const START = 20000;  // ms that a kernel may take to start before it counts as missing

  const GONE = 'Formulären är inte igång, så det går inte att skriva i dem.';
  const TYPED = 'Det ni skrev sist kan vara osparat. Det står kvar i rutorna, och ni kan kopiera det.';
  const OLD = 'Texten ni ser är från när anteckningsboken kördes senast. ' +
    'Det ni har sparat sedan dess finns kvar i er arbetsbok.';
  const AGAIN = 'Tryck på «Starta igen», så körs alla rutor om och ni kan skriva vidare.';
  const OFF = 'JupyterLab är avstängt eller svarar inte. ' +
    'Starta JupyterLab på samma sätt som förut. Tryck sedan på «Starta igen», ' +
    'eller öppna anteckningsboken på nytt där JupyterLab öppnades.';
  const STRANGER = 'JupyterLab har startats om och känner inte igen den här sidan. ' +
    'Kopiera det ni vill ha kvar och öppna sedan anteckningsboken på nytt där JupyterLab öppnades.';
  const BUTTON = 'Starta igen', STARTING = 'Startar igen. Det kan ta en stund.';
  const RENEWING = 'Kodboken är ändrad, så tabellerna görs om. Det kan ta en stund.';
  const UNSAVED = 'Det här stod i rutorna men finns inte där nu. ' +
    'Kopiera det ni vill ha kvar och klistra in det i rutan.';
  const THROW = 'Ta bort listan';
  const NO_TEXT = 'Här finns ett formulär som inte är igång.';

  // Who starts `isu lab` knows no JupyterLab.
  const named = text => ('isuBord' in document.body.dataset
    ? text.replace(/JupyterLab/g, (_, at) => (!at || text.slice(at - 2, at) === '. ' ? 'Programmet' : 'programmet')) : text);

  let scope = null;  // what Lab shares, by package and version
  async function need(name) {
    const versions = scope[name];
    return (await versions[Object.keys(versions)[0]].get())();
  }

  function element(tag, className, text = '') {
    return Object.assign(document.createElement(tag), {className, textContent: text});
  }

  // The forms that a notebook shows: where they stand, and the id that the kernel knows them by.
  function formsOf(notebook) {
    return notebook.widgets.filter(cell => cell.model.type === 'code').flatMap(cell => {
      const {outputs} = cell.model;
      return Array.from({length: outputs.length}, (_, at) => {
        const output = outputs.get(at);
        return {cell, output, id: output.data[VIEW]?.model_id, node: cell.outputArea?.widgets[at]?.node};
      }).filter(form => form.id);
    });
  }

  const scrollerOf = notebook => notebook.node.querySelector('.jp-WindowedPanel-outer');
  const isWritten = field => field.matches('textarea, input:not([type=checkbox], [type=radio], [type=range], [type=file])');
  const PARTS = '.jupyter-widgets :is(textarea, input, select, button, .noUi-target, [contenteditable])';
  const fieldsIn = node => [...node.querySelectorAll('.jupyter-widgets :is(textarea, input)')].filter(isWritten);
  const labelOf = field => field.closest('.jupyter-widgets')?.querySelector('.widget-label')?.textContent.trim() || '';

  // What is typed can still be read and copied, all else is out of reach; and back again.
  // Where nothing can be written Lab takes a letter for a command (x cuts the cell), also in a list of choices.
  function freeze(form, isGone) {
    form.node.classList.toggle('isu-borta', isGone);
    for (const part of form.node.querySelectorAll(PARTS)) {
      if (!isWritten(part)) part.inert = isGone;
      else if (isGone && !part.readOnly) { part.readOnly = true; part.dataset.isuFryst = ''; }
      else if (!isGone && 'isuFryst' in part.dataset) { part.readOnly = false; delete part.dataset.isuFryst; }
      part.toggleAttribute('data-lm-suppress-shortcuts', !part.matches(':read-write'));
    }
  }

  // A saved form whose model is gone: the text of the same output, as an untrusted notebook shows it.
  async function showText(form, rendermime) {
    const node = form.node.querySelector('.jp-OutputArea-output');
    if (!node || !NO_MODEL.includes(node.textContent)) return;
    node.replaceChildren(element('p', 'isu-text', NO_TEXT));
    const html = form.output.data['text/html'];
    if (!html) return;
    const renderer = rendermime.createRenderer('text/html');
    await renderer.renderModel(rendermime.createModel({data: {'text/html': html}, trusted: false}));
    renderer.addClass('isu-text');
    node.replaceChildren(renderer.node);
  }

  // Where the reader is, as a way back: the first cell in sight, and how far down it stands.
  function placeIn(notebook, covered, pressed) {
    const outer = scrollerOf(notebook), from = outer ? outer.getBoundingClientRect().top + covered : 0;
    const rect = cell => cell.node.getBoundingClientRect();
    const cell = notebook.widgets.find(c => rect(c).bottom > from);
    const {top, height} = cell ? rect(cell) : {};
    return () => {
      if (!outer || !cell) return;
      outer.scrollTop += rect(cell).top - top;
      const isFolded = rect(cell).height < height - 50 && rect(cell).bottom < from + 300;
      if (isFolded) outer.scrollTop += rect(cell).top - from;  // what is told stands at its top
      const {top: first, bottom: last} = pressed ? rect(pressed) : {};
      const isLost = pressed && (last < from + 50 || first > outer.getBoundingClientRect().bottom - 50);
      if (isLost) outer.scrollTop += first - from;
    };
  }

  // Whether it is this cell that stopped a run, and not one that was waiting behind it.
  function hasStopped(cell) {
    return (cell.model.sharedModel.outputs ?? []).some(output => output.output_type === 'error');
  }

  // Whose folder it is, from the notebook's own words, so that it stands at the top and stays there.
  function whoseFolder(notebook) {
    const [kind, name] = ['.isu-mapp-slag', '.isu-mapp-namn'].map(
      part => notebook.node.querySelector('.jp-OutputArea-output ' + part)?.textContent ?? '');
    return [kind, name].filter(Boolean).join(': ');
  }

  // What the page tells: whose folder it is, a red line while forms are gone, and the words that did not come back.
  class Notice {
    constructor(panel, start) {
      this.node = element('div', 'isu-besked');
      this.whose = element('div', 'isu-vems');
      this.line = element('div', 'isu-avbrott');
      this.line.setAttribute('role', 'alert');
      this.text = element('span', '');
      this.button = element('button', '', BUTTON);
      this.words = element('div', 'isu-osparat');
      this.button.type = 'button';
      this.button.onclick = start;
      this.line.append(this.text, ' ', this.button);
      this.node.append(this.whose, this.line, this.words);
      (scrollerOf(panel.content) ?? panel.content.node).prepend(this.node);
      this.name(''); this.tell(''); this.list([]);
    }

    name(text) {
      this.whose.hidden = !text;
      if (this.whose.textContent !== text) this.whose.textContent = text;
    }

    tell(text, isStarting = false) {
      this.line.hidden = !text;
      this.button.hidden = isStarting;
      this.line.classList.toggle('isu-lugnt', text === RENEWING);
      if (this.text.textContent !== named(text)) this.text.textContent = named(text);
    }

    list(kept, forget) {
      const key = JSON.stringify(kept.map(k => [k.label, k.words]));
      if (this.listed === key) return;
      this.listed = key;
      this.words.hidden = !kept.length;
      const forgetting = Object.assign(element('button', '', THROW), {type: 'button', onclick: forget});
      this.words.replaceChildren(element('p', '', UNSAVED), ...kept.flatMap(({label, words}) =>
        [element('strong', '', label), element('pre', '', words)]), forgetting);
    }
  }

  // The words that somebody has typed in forms, until they stand in a form that is alive.
  class Words {
    constructor() { this.typed = new Map(); this.kept = []; this.aliveAt = 0; }

    get ids() { return [...this.typed.values()].map(word => word.id); }

    note(field, form) {
      this.typed.set(field, {id: form.id, cell: form.cell.model.id, label: labelOf(field), words: field.value, at: Date.now()});
    }

    // Whether something was typed that the kernel may not have had.
    isUnsure(forms) {
      return this.kept.length > 0 || [...this.typed.values()].some(({id, at, words}) =>
        words.trim() && at > this.aliveAt - QUEUED && forms.some(form => form.id === id));
    }

    // Words of a field that left the page are kept if its form is dead.
    settle(dead) {
      for (const [field, word] of this.typed) {
        if (field.isConnected) { word.words = field.value; continue; }
        this.typed.delete(field);
        if (dead.has(word.id) && word.words.trim()) this.kept.push(word);
      }
    }

    // Words that stand in a form that is alive again need not be kept.
    returned(forms) {
      if (!this.kept.length) return;
      const key = (cell, label, words) => [cell, label, words.trim()].join('\u0000');
      const there = forms.flatMap(({cell, node}) => node ? fieldsIn(node).map(f => key(cell.model.id, labelOf(f), f.value)) : []);
      this.kept = this.kept.filter(word => {
        const at = there.indexOf(key(word.cell, word.label, word.words));
        if (at >= 0) there.splice(at, 1);
        return at < 0;
      });
    }
  }

  // One notebook: which of its forms are gone, and what to do then.
  class Watch {
    constructor(panel, app, {NotebookActions}, {ServerConnection}) {
      Object.assign(this, {panel, notebook: panel.content, session: panel.sessionContext, NotebookActions, ServerConnection});
      this.server = app.serviceManager.serverSettings;
      this.dead = new Set();  // ids that the kernel does not know
      this.renewedAt = '';  // the mark of the change that was last made anew for
      this.asked = 0;  // when the kernel was asked, until it answers
      this.offSince = 0;  // when the connection went
      this.isDue = this.isSilent = this.isStarted = this.isStarting = false;
      this.advice = AGAIN;
      this.words = new Words();
      this.notice = new Notice(panel, () => this.start());
    }

    begin() {
      const soon = () => this.check();
      const {session, notebook} = this;
      session.statusChanged.connect((_, status) => this.onStatus(status));
      session.connectionStatusChanged.connect(soon);
      session.kernelChanged.connect((_, change) => this.onKernel(change));
      notebook.node.addEventListener('focusin', e => e.target.closest('.jupyter-widgets') && this.check());
      notebook.node.addEventListener('input', e => this.onInput(e.target), true);
      notebook.node.addEventListener('click', e => this.onPress(e.target), true);
      const timer = setInterval(() => {
        if (this.panel.isDisposed) clearInterval(timer);
        else if (document.visibilityState === 'visible') this.check();
      }, OFTEN);
      document.addEventListener('visibilitychange', soon);
      window.addEventListener('beforeunload', e => this.onLeave(e));
      this.panel.disposed.connect(() => document.removeEventListener('visibilitychange', soon));
      this.NotebookActions.executed.connect((_, {notebook, cell, success}) => {
        const isOwn = notebook === this.notebook && !success;
        if (isOwn && hasStopped(cell)) setTimeout(() => this.bring(cell), SETTLED);
      });
      this.observe();
      Promise.race([session.ready, new Promise(done => setTimeout(done, START))]).then(() => {
        this.isStarted = true; this.check();
      });
    }

    observe() {
      let isDue = false;
      new MutationObserver(() => {
        if (isDue) return;
        isDue = true;
        requestAnimationFrame(() => { isDue = false; this.show(); });
      }).observe(this.notebook.node, {childList: true, subtree: true});
    }

    get kernel() { return this.session.session?.kernel ?? null; }
    get forms() { return formsOf(this.notebook); }
    get gone() { return this.forms.filter(form => this.isGone(form)); }

    onStatus(status) {
      if (['restarting', 'autorestarting', 'dead'].includes(status)) this.lose();
      if (status === 'idle' ? this.isDue : status !== 'busy') this.check();
      if (status === 'busy') this.asked = 0;
    }

    onKernel({oldValue, newValue}) {
      if (oldValue && oldValue.id !== newValue?.id) this.lose();
      this.check();
    }

    lose() { this.forms.forEach(form => this.dead.add(form.id)); this.show(); }

    onInput(field) {
      if (!field.closest('.jupyter-widgets') || !isWritten(field)) return;
      const form = this.forms.find(f => f.node?.contains(field));
      if (form) this.words.note(field, form);
    }

    // Where a button was pressed, so that what it tells is in sight when all has run again.
    onPress(target) {
      if (!target.closest('.jupyter-widgets button')) return;
      this.pressed = this.notebook.widgets.find(cell => cell.node.contains(target)) ?? null;
    }

    onLeave(event) {
      if (!this.panel.isDisposed && this.words.isUnsure(this.gone)) event.preventDefault();
    }

    // The codebook was changed, here or in another notebook: what is shown is made anew by all cells,
    // once nobody writes in it and nothing runs.
    async renewShown() {
      const marks = [...this.notebook.node.querySelectorAll('[data-isu-omlast]')].map(e => e.dataset.isuOmlast);
      const mark = marks.filter(m => m > this.renewedAt).sort().pop();
      const field = document.activeElement;
      const isWriting = this.notebook.node.contains(field) && field.matches('textarea, input');
      if (!mark || isWriting || this.isStarting || this.kernel?.status !== 'idle') return;
      this.renewedAt = mark;
      await this.start(RENEWING);
    }

    // A run that stops leaves the reader at the end of the notebook: what stopped it is brought to them,
    // or what mends it, where that stands in the cell before.
    async bring(cell) {
      const {notebook} = this, place = notebook.widgets.indexOf(cell);
      if (place < 0 || this.isStarting) return;
      const isMended = !!notebook.widgets[place - 1]?.node.querySelector('.isu-lage:not(.isu-klart)');
      notebook.activeCellIndex = place - isMended;
      notebook.deselectAll();
      await notebook.scrollToItem(place - isMended, 'start');
    }

    // Ask the kernel which forms it knows: ids, since a kernel that is shared has others too.
    async check() {
      const {kernel} = this;
      this.offSince = kernel && kernel.connectionStatus !== 'connected' ? this.offSince || Date.now() : 0;
      if (this.offSince) {
        setTimeout(() => this.show(), HICCUP + 100);
        await this.running();
      }
      this.show();
      this.isDue = kernel?.status === 'busy';
      if (kernel && !this.offSince && !this.isDue) await this.ask(kernel);
    }

    async ask(kernel) {
      if (this.asked && Date.now() - this.asked < OFTEN) return;
      if (this.asked) { this.isSilent = true; this.show(); }
      const ids = [...this.forms.map(form => form.id), ...this.words.ids];
      if (!ids.length) return;
      const asked = this.asked = Date.now();
      const reply = await kernel.requestCommInfo({target_name: 'jupyter.widget'}).catch(() => null);
      if (asked === this.asked) this.asked = 0;
      if (reply?.content.comms && kernel === this.kernel) this.hear(ids, reply.content.comms, asked);
    }

    hear(ids, comms, asked) {
      this.isSilent = false;
      this.advice = AGAIN;
      for (const id of ids) this.dead[id in comms ? 'delete' : 'add'](id);
      this.show();
      if (this.gone.length) return;
      this.words.settle(this.dead);
      this.words.aliveAt = asked;
      setTimeout(() => { this.show(); this.list(); }, DRAWN);
    }

    list() {
      this.notice.list(this.words.kept, () => { this.words.kept = []; this.list(); });
    }

    get isOff() { return !!this.offSince && Date.now() - this.offSince > HICCUP; }

    isGone(form) {
      return !this.kernel || this.kernel.status === 'dead' || this.isOff || this.isSilent || this.dead.has(form.id);
    }

    show() {
      if (this.panel.isDisposed) return;
      this.notice.name(whoseFolder(this.notebook));
      if (!this.isStarted) return;
      const {forms, gone} = this, ids = new Set(gone.map(form => form.id));
      for (const form of forms.filter(f => f.node)) {
        freeze(form, ids.has(form.id));
        if (ids.has(form.id)) showText(form, this.notebook.rendermime);
      }
      if (!gone.length) this.renewShown();
      this.words.returned(forms.filter(form => !ids.has(form.id)));
      if (!this.notice.words.hidden) this.list();
      if (this.isStarting) this.notice.tell(this.isStarting, true);
      else this.notice.tell(gone.length ? this.told(gone) : '');
    }

    told(gone) {
      const told = [GONE];
      if (this.words.isUnsure(gone)) told.push(TYPED);
      if (gone.some(form => form.node?.querySelector('.isu-text'))) told.push(OLD);
      return [...told, this.advice].join(' ');
    }

    // A kernel, the same or a new one, and all cells; the reader stays where they were.
    async start(words = STARTING) {
      const {notebook, session} = this, {activeCellIndex, mode} = notebook;
      const back = placeIn(notebook, this.notice.node.offsetHeight, this.pressed);
      this.pressed = null;
      this.isStarting = words;
      this.show();
      try {
        if (!await this.reach()) return;
        await this.NotebookActions.runAll(notebook, session);
        Object.assign(notebook, {activeCellIndex, mode});
        notebook.deselectAll();
      } finally {
        this.isStarting = false;
        this.asked = 0;
        await this.check();
        back();
        setTimeout(back, SETTLED);
      }
    }

    async reach() {
      const running = await this.running();
      if (!running) return false;
      if (!running.includes(this.kernel?.id)) await this.renew();
      else if (this.kernel.connectionStatus !== 'connected') await this.kernel.reconnect();
      return true;
    }

    // The kernels that the server has; null where it is not there for this page, and what then is to be done.
    async running() {
      const answer = await this.ServerConnection.makeRequest(
        this.server.baseUrl + 'api/kernels', {cache: 'no-store'}, this.server).catch(() => null);
      this.advice = !answer ? OFF : [401, 403].includes(answer.status) ? STRANGER : AGAIN;
      return answer?.ok ? (await answer.json()).map(({id}) => id) : null;
    }

    async renew() {
      const {session} = this;
      const name = session.prevKernelName || session.kernelPreference.name;
      session.session?.dispose();  // the server has forgotten it
      await session.changeKernel({name});
    }
  }

  async function watchForms(app, tracker) {
    const parts = [await need('@jupyterlab/notebook'), await need('@jupyterlab/services')];
    document.body.dataset.isuLab = '';
    tracker.widgetAdded.connect(async (_, panel) => {
      await panel.context.ready;
      await panel.revealed;
      new Watch(panel, app, ...parts).begin();
    });
  }

  async function plugins() {
    if (!scope['@jupyterlab/notebook']) return [];  // not Lab
    const {INotebookTracker} = await need('@jupyterlab/notebook');
    return [
      {id: NAME + ':forms', description: 'Says when a form has lost its kernel', autoStart: true,
       requires: [INotebookTracker], activate: watchForms},
    ];
  }

  const STYLE = `
  .isu-besked { position: sticky; top: 0; z-index: 20; }
  .isu-besked > [hidden] { display: none; }
  .isu-vems { padding: .35rem 1rem; font-size: 1.3rem; font-weight: 700; line-height: 1.3; background: #eef5f4; color: #14212b; border-bottom: 2px solid #0b5a61; overflow-wrap: anywhere; }
  .isu-avbrott, .isu-osparat { padding: .75rem 1rem; font-size: 1rem; line-height: 1.45; }
  .isu-avbrott { background: #7a1f1f; color: #fff; }
  .isu-avbrott.isu-lugnt { background: #0b5a61; }
  .isu-osparat { background: #fff6d6; color: #14212b; border-bottom: 2px solid #8a6d00; max-height: 40vh; overflow: auto; }
  .isu-osparat p { margin: 0 0 .5rem; }
  .isu-osparat pre { margin: .1rem 0 .6rem; font: inherit; white-space: pre-wrap; overflow-wrap: anywhere; user-select: text; }
  .isu-besked button { font: inherit; padding: .25rem .9rem; border: 1px solid #14212b; border-radius: 4px; background: #fff; color: #14212b; cursor: pointer; }
  .isu-besked button:disabled { color: #5c6870; cursor: default; }
  .isu-besked button:focus-visible { outline: 3px solid #ffd34d; outline-offset: 2px; }
  .isu-borta .jupyter-widgets :is(textarea, input, select, button) { color: #44525c !important; background-color: #e6eaed !important; border-style: dashed !important; cursor: default; }
  .isu-borta .isu-sparat { display: none; }
  .isu-borta .isu-status::before { content: "Sparas inte nu"; font-size: .9rem; color: #7a1f1f; }
  `;

  window._JUPYTERLAB = window._JUPYTERLAB || {};
  window._JUPYTERLAB[NAME] = {
    init(shared) { scope = shared; },
    async get(module) {
      if (module === './extension') {
        const list = await plugins();
        return () => ({__esModule: true, default: list});
      }
      if (module === './style') {
        return () => { document.head.append(Object.assign(document.createElement('style'), {textContent: STYLE})); return {}; };
      }
      throw new Error(`${NAME} has no ${module}`);
    },
  };
})();
