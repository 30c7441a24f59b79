// The page of `isu lab`: JupyterLab without its frame, for people who came to write and read.
//
// Written by hand: no webpack, no node, this one file. It does nothing in another JupyterLab.
// The name of this file holds its hash, as browsers keep it for a year: tests/test_labextension.py.
(() => {
  'use strict';
  const NAME = 'isu-bord';
  const SETTLED = [0, 60, 200, 600];  // ms after a run when the page may still grow and slide
  const SOON = 1000;  // ms that nobody need be told of
  const LAST = 500, PATIENT = 10000;  // ms until letters are sent, and that a kernel may take to answer

  const CODE = 'Visa koden', NO_CODE = 'Dölj koden', BOOKS = 'Anteckningsböcker', END = 'Avsluta';
  const NEXT = 'Nästa: ', BEFORE = 'Förra: ', HERE = 'Här är ni', WHERE = 'Var ni är', WAY = 'Vidare', PRACTICE = 'Övningar';
  const OPENING = 'Öppnar anteckningsboken', RUNNING = 'Räknar', OF = ' av ';
  const CHANGED = 'Koden i den här anteckningsboken är ändrad, så den körs inte av sig själv. ' +
    'Känner ni igen ändringen? Tryck på «Kör alla rutor».';
  const RUN = 'Kör alla rutor', RESTORE = 'Hämta tillbaka originalet';
  const RESTORED = 'Originalet hämtas tillbaka. Den ändrade finns kvar bredvid.';
  const NOT_RESTORED = 'Originalet gick inte att hämta. Avsluta och skriv isu aterstall i fönstret där ni startade.';
  const DROPPED = 'Filen läggs inte in genom att dras hit. Lägg den i er arbetsmapp, med datorns egen filhanterare.';
  const ENDED = 'Avslutat. Det ni har skrivit är sparat, och den här fliken kan stängas.';
  const UNSAVED = 'Inte sparat', WAITS = /Inte sparat|Stäng inte anteckningsboken/;  // what a field says under it
  const STILL = 'Något ni har skrivit är inte sparat än. Det står vid rutan varför. Avsluta inte innan det är sparat eller kopierat.';
  const END_NOW = 'Avsluta ändå';
  const MORE = 'Visa allt', LESS = 'Visa mindre';
  const TALL = 1.6, KEPT = .75;  // screens: what is folded, and what is left of it
  const LABELS = {
    '#jp-top-panel, #jp-menu-panel': 'Meny', '#jp-main-dock-panel': 'Anteckningsboken',
    '.jp-NotebookPanel-toolbar': 'Verktyg', '.jp-Notebook': 'Rutor',
    '.jp-MarkdownCell .jp-RenderedMarkdown': '', '.jp-MarkdownCell': 'Text', '.jp-CodeCell': 'Ruta',
    '.jp-OutputArea-output': '', '.jp-skiplink-wrapper a': 'Hoppa till innehållet',
  };

  let scope = null;  // what Lab shares, by package and version
  async function need(name) {
    const versions = scope[name];
    return (await versions[Object.keys(versions)[0]].get())();
  }

  function element(tag, className, text = '', more = {}) {
    return Object.assign(document.createElement(tag), {className, textContent: text}, more);
  }

  const button = (className, text, onclick) => element('button', className, text, {type: 'button', onclick});
  const scrollerOf = notebook => notebook.node.querySelector('.jp-WindowedPanel-outer');
  const wait = ms => new Promise(done => setTimeout(done, ms));

  // A hash of all code, the settings row too: as desk/copies.py reckons it.
  async function fingerprint(model) {
    const code = [...model.cells].filter(cell => cell.type === 'code').map(cell => cell.sharedModel.getSource());
    const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(code.join('\n\u0000')));
    return [...new Uint8Array(hash)].map(byte => byte.toString(16).padStart(2, '0')).join('');
  }

  // What `isu lab` told the page.
  class Told {
    constructor(PageConfig) {
      const told = name => PageConfig.getOption(name);
      this.isOurs = told('isuLage') === 'bord';
      this.isLarge = told('isuText') === 'stor';
      this.hasTrainer = told('isuLedare') === 'ja';
      this.books = JSON.parse(told('isuBocker') || '[]');
      this.steps = JSON.parse(told('isuSteg') || '[]');
      this.known = JSON.parse(told('isuKanda') || '{}');
      this.style = told('isuStil');
      this.base = PageConfig.getBaseUrl();
    }

    place(path) { return this.books.findIndex(book => book.fil === path); }
  }

  // The bar at the top: where one is, whose folder, what is saved, and the few things to press.
  class Bar {
    constructor(desk, panel) {
      Object.assign(this, {desk, panel});
      this.node = element('header', 'isu-rad-overst');
      this.where = element('nav', 'isu-var', '', {ariaLabel: WHERE});
      this.whose = element('span', 'isu-vems-mapp');
      this.saved = element('span', 'isu-lage-sparat');
      this.saved.setAttribute('role', 'status');
      this.books = this.listOfBooks();
      this.code = button('isu-visa-kod', CODE, () => desk.toggleCode());
      const end = button('isu-avsluta', END, () => desk.end());
      const told = element('div', 'isu-uppgift'), acts = element('div', 'isu-val-overst');
      told.append(this.whose, this.saved);
      acts.append(this.books, this.code, end);
      this.node.append(this.where, told, acts);
      this.work = element('div', 'isu-arbetar', '', {hidden: true});
      this.work.setAttribute('role', 'status');
      this.words = element('span', 'isu-arbetar-ord');
      this.line = element('progress', 'isu-arbetar-streck', '', {max: 1});
      this.line.ariaLabel = RUNNING;
      this.work.append(this.words, this.line);
      this.notice = element('div', 'isu-anmarkning', '', {hidden: true});
      this.notice.setAttribute('role', 'alert');
      this.write();
    }

    write() {
      const {books, steps} = this.desk.told, at = this.desk.told.place(this.panel.context.path), book = books[at];
      if (!book) { this.where.replaceChildren(element('b', '', this.panel.title.label)); return; }
      const pass = books.filter(other => other.nar === book.nar && !other.steg);
      const day = element('b', '', book.nar === book.namn ? '' : book.nar), list = element('ol', '');
      const shown = book.nar === 'Dag 2' ? books.filter(other => other.nar === 'Dag 2') : pass;
      for (const other of shown) {
        const item = element('li', other.steg ? 'isu-ett-steg' : ''), isHere = other === book;
        const short = isHere && book.nar === PRACTICE ? other.namn : other.namn.split('. ')[0];
        const link = button('', other.steg && !isHere ? String(other.steg) : short, () => this.desk.go(other.fil));
        link.title = other.namn;
        link.ariaLabel = other.namn;
        if (isHere) { link.setAttribute('aria-current', 'page'); link.disabled = true; }
        item.append(link); list.append(item);
      }
      this.where.replaceChildren(...(day.textContent ? [day] : []), list);
    }

    listOfBooks() {
      const details = element('details', 'isu-bocker'), list = element('div', 'isu-bocker-lista');
      let last = '';
      for (const book of this.desk.told.books) {
        if (book.nar !== last && book.nar !== book.namn) list.append(element('p', '', book.nar));
        last = book.nar;
        const link = button('', book.namn, () => { details.open = false; this.desk.go(book.fil); });
        if (book.fil === this.panel.context.path) { link.setAttribute('aria-current', 'page'); }
        list.append(link);
      }
      details.append(element('summary', '', BOOKS), list);
      document.addEventListener('pointerdown', e => { if (!details.contains(e.target)) details.open = false; }, true);
      details.addEventListener('keydown', e => { if (e.key === 'Escape') details.open = false; });
      return details;
    }

    tell() {
      const one = part => this.panel.content.node.querySelector('.jp-OutputArea-output ' + part)?.textContent ?? '';
      const whose = [one('.isu-mapp-slag'), one('.isu-mapp-namn')].filter(Boolean).join(': ');
      if (this.whose.textContent !== whose) this.whose.textContent = whose;
      const lines = [...this.panel.content.node.querySelectorAll('.isu-status .isu-sparat')].map(e => e.textContent.trim()).filter(Boolean);
      const bad = lines.find(line => WAITS.test(line)), last = lines.filter(l => /^Sparat /.test(l)).sort().pop() ?? '';
      const told = bad ? UNSAVED : last.replace(/\.$/, '');
      if (this.saved.textContent !== told) this.saved.textContent = told;
      this.saved.classList.toggle('isu-inte', !!bad);
    }

    // What is going on, and how much of it is done where that is known.
    working(words, share) {
      this.work.hidden = !words;
      if (!words) return;
      this.words.textContent = words;
      if (share === undefined) this.line.removeAttribute('value');
      else this.line.value = share;
    }

    warn(words, ...buttons) {
      this.notice.hidden = !words;
      this.notice.replaceChildren(element('span', '', words), ...buttons);
    }
  }

  // One notebook on the page: run when it is opened, calm, and with a way on at its end.
  class Book {
    constructor(desk, panel) {
      Object.assign(this, {desk, panel, notebook: panel.content, session: panel.sessionContext});
      this.bar = new Bar(desk, panel);
      this.isRunning = false;
    }

    async begin() {
      const {panel, notebook} = this, bar = element('div', 'isu-huvud');
      bar.append(this.bar.node, this.bar.work, this.bar.notice);
      scrollerOf(notebook).prepend(bar);
      new ResizeObserver(() => panel.node.style.setProperty('--isu-huvud', `${bar.offsetHeight}px`)).observe(bar);
      this.calm();
      this.mark();
      notebook.model.cells.changed.connect(() => setTimeout(() => this.mark(), 0));
      this.observe();
      this.append();
      this.tellWhileBusy();
      await panel.revealed;
      const path = panel.context.path, print = await fingerprint(notebook.model);
      this.isOwn = path in this.desk.told.known;
      panel.node.dataset.isuEgen = this.isOwn ? 'ja' : 'nej';
      panel.node.dataset.isuAndrad = this.isOwn && this.desk.told.known[path] !== print ? 'ja' : 'nej';
      if (!this.isOwn) return;
      if (this.desk.told.known[path] === print) await this.run(OPENING);
      else this.bar.warn(CHANGED, button('', RUN, () => { this.bar.warn(''); this.run(RUNNING); }),
        button('', RESTORE, () => this.restore()));
    }

    // Where nobody is to change a cell a letter is no command, and a double click opens no text.
    calm() {
      const {node} = this.notebook, isPlain = () => !this.desk.hasCode && this.isOwn !== false;
      const shut = () => node.toggleAttribute('data-lm-suppress-shortcuts', isPlain());
      this.desk.onCode(shut); shut();
      node.addEventListener('dblclick', e => {
        if (isPlain() && e.target.closest('.jp-MarkdownCell')) e.stopPropagation();
      }, true);
      node.addEventListener('keydown', e => {
        if (isPlain() && (e.ctrlKey || e.metaKey) && e.key.toLowerCase() === 's') e.preventDefault();
      }, true);
      node.addEventListener('click', e => this.follow(e), true);
    }

    // A link within the page, or to another notebook.
    follow(event) {
      const href = event.target.closest('a[href]')?.getAttribute('href') ?? '';
      const book = href.match(/([\w/.-]+\.ipynb)$/)?.[1], id = decodeURIComponent(href.split('#')[1] ?? '');
      const found = book && this.desk.told.books.find(b => b.fil.endsWith(book.replace(/^(\.\.?\/)+/, '')));
      const target = id && this.notebook.node.querySelector(`[id="${CSS.escape(id)}"]`);
      if (!found && !target) return;
      event.preventDefault(); event.stopPropagation();
      if (found) { this.desk.go(found.fil); return; }
      this.unfold(target.closest('.isu-vikt'));
      target.scrollIntoView({block: 'start'});
    }

    // What stands between two fields is no longer than a screen, until somebody asks for all of it.
    fold() {
      const screen = scrollerOf(this.notebook).clientHeight;
      for (const cell of this.notebook.widgets) {
        const area = cell.node.querySelector('.jp-OutputArea');
        if (!area || area.classList.contains('isu-vikt') || 'isuUtvikt' in cell.node.dataset) continue;
        if (area.querySelector('.jupyter-widgets') || area.offsetHeight < TALL * screen) continue;
        area.classList.add('isu-vikt');
        area.style.maxHeight = `${Math.round(KEPT * screen)}px`;
        area.addEventListener('focusin', () => this.unfold(area), {once: true});
        const press = button('isu-visa-allt', MORE, () => (area.classList.contains('isu-vikt') ? this.unfold(area) : this.refold(cell)));
        cell.node.querySelector('.isu-visa-allt')?.remove();
        (area.closest('.jp-Cell-outputWrapper') ?? area).after(press);
      }
    }

    unfold(area) {
      if (!area) return;
      area.classList.remove('isu-vikt');
      area.style.maxHeight = '';
      area.closest('.jp-Cell').dataset.isuUtvikt = '';
      const press = area.closest('.jp-Cell').querySelector('.isu-visa-allt');
      if (press) press.textContent = LESS;
    }

    refold(cell) {
      delete cell.node.dataset.isuUtvikt;
      cell.node.querySelector('.isu-visa-allt')?.remove();
      this.fold();
      cell.node.scrollIntoView({block: 'start'});
    }

    // A choice or a press that takes its time says so.
    tellWhileBusy() {
      let what = '', timer = 0;
      const {node} = this.notebook;
      node.addEventListener('change', e => { what = e.target.closest('.jupyter-widgets')?.querySelector('.widget-label')?.textContent ?? ''; }, true);
      node.addEventListener('click', e => { const press = e.target.closest('.jupyter-button'); if (press) what = press.textContent; }, true);
      this.session.statusChanged.connect((_, status) => {
        clearTimeout(timer);
        if (this.isRunning) return;
        const words = what.trim() ? `${RUNNING}: ${what.trim()}` : RUNNING;
        if (status === 'busy') timer = setTimeout(() => this.isRunning || this.bar.working(words), SOON / 3);
        else this.bar.working('');
      });
    }

    // What a style sheet can go by: Lab puts neither tags nor ids on a cell's node.
    mark() {
      for (const cell of this.notebook.widgets) {
        cell.node.dataset.isuTaggar = (cell.model.getMetadata('tags') || []).join(' ');
        cell.node.dataset.isuId = cell.model.id;
        if (cell.model.type !== 'code' || 'isuTom' in cell.node.dataset) continue;
        const {outputs} = cell.model, tell = () => { cell.node.dataset.isuTom = outputs.length ? 'nej' : 'ja'; };
        outputs.changed.connect(tell);
        tell();
      }
      label(this.panel.node);
    }

    observe() {
      let isDue = false;
      new MutationObserver(() => {
        if (isDue) return;
        isDue = true;
        setTimeout(() => { isDue = false; if (!this.panel.isDisposed) { this.bar.tell(); label(this.panel.node); } }, 150);
      }).observe(this.notebook.node, {childList: true, subtree: true, characterData: true});
    }

    // The way on, at the end.
    append() {
      const {books} = this.desk.told, at = this.desk.told.place(this.panel.context.path);
      if (at < 0) return;
      const foot = element('nav', 'isu-vidare', '', {ariaLabel: WAY}), [before, next] = [books[at - 1], books[at + 1]].map(other => (other && (other.nar === PRACTICE) === (books[at].nar === PRACTICE) ? other : null));
      if (before) foot.append(button('isu-forra', BEFORE + before.namn, () => this.desk.go(before.fil)));
      if (next) foot.append(button('isu-nasta', NEXT + next.namn, () => this.desk.go(next.fil)));
      const inner = this.notebook.node.querySelector('.jp-WindowedPanel-inner') ?? scrollerOf(this.notebook);
      inner.append(foot);
    }

    // All cells, telling how far it has come; then where one begins to read.
    async run(words) {
      const {notebook, session, bar} = this, {NotebookActions} = this.desk.lab;
      if (this.isRunning) return true;
      this.isRunning = true;
      const codes = notebook.widgets.filter(cell => cell.model.type === 'code');
      let done = 0, heading = '';
      const tell = () => bar.working(heading ? `${words}: ${heading}` : words, done / codes.length);
      const hear = (_, {notebook: of, cell}) => {
        if (of !== notebook) return;
        if (cell.model.type !== 'code') return;
        done += 1;
        heading = headingAfter(notebook, cell) || heading;
        tell();
      };
      this.panel.node.dataset.isuKor = 'ja';
      const late = setTimeout(tell, SOON / 4);
      NotebookActions.executed.connect(hear);
      try {
        await session.ready;
        stay(notebook);
        return await NotebookActions.runAll(notebook, session);
      } finally {
        clearTimeout(late);
        NotebookActions.executed.disconnect(hear);
        bar.working('');
        this.isRunning = false;
        this.panel.node.dataset.isuKor = 'klar';
        this.panel.context.model.dirty = false;  // what has run is never saved
        this.fold();
        stay(notebook);
      }
    }

    async restore() {
      const {desk, panel} = this;
      this.bar.warn(RESTORED);
      const answer = await desk.ask('isu/aterstall', {bok: panel.context.path});
      if (!answer?.ok) return this.bar.warn(NOT_RESTORED);
      panel.context.model.dirty = false;
      await panel.context.revert();
      location.reload();
    }
  }

  // The heading of the section that a run has come to.
  function headingAfter(notebook, cell) {
    const at = notebook.widgets.indexOf(cell);
    for (let i = at + 1; i >= 0; i--) {
      const found = notebook.widgets[i]?.node.querySelector(':is(h1, h2):not(.isu *)');
      if (found) return found.textContent.replace('¶', '').trim();
    }
    return '';
  }

  // Stay where one begins to read, while the page grows.
  function stay(notebook) {
    let isMine = true;
    const scroller = scrollerOf(notebook), mine = () => { isMine = false; };
    for (const kind of ['wheel', 'pointerdown', 'keydown', 'touchmove']) scroller?.addEventListener(kind, mine, {once: true, passive: true});
    const top = () => {
      if (!isMine) return;
      Object.assign(notebook, {activeCellIndex: 0, mode: 'command'});
      notebook.deselectAll();
      scroller?.scrollTo(0, 0);
    };
    for (const ms of SETTLED) setTimeout(top, ms);
  }

  // Names that are read aloud, in Swedish.
  function label(node) {
    for (const [selector, name] of Object.entries(LABELS)) {
      for (const part of node.querySelectorAll(selector)) {
        if (!name) part.removeAttribute('aria-label');
        else if (part.getAttribute('aria-label') !== name) part.setAttribute('aria-label', name);
      }
    }
    for (const part of node.querySelectorAll('.jp-NotebookPanel [title], .lm-TabBar-tab[title]')) {
      if (/Name:|Last |Checkpoint|Kernel|click/i.test(part.title)) part.removeAttribute('title');
    }
  }

  // The whole page.
  class Desk {
    constructor(app, told, lab, services) {
      Object.assign(this, {app, told, lab, services, hasCode: false, heard: []});
      this.server = app.serviceManager.serverSettings;
      this.opened = new Map();
    }

    begin(tracker) {
      Object.assign(document.body.dataset, {
        isuBord: '', isuText: this.told.isLarge ? 'stor' : '', isuLedare: this.told.hasTrainer ? 'ja' : '', isuKod: 'nej'});
      this.app.restored.then(() => this.frame());
      this.title();
      tracker.widgetAdded.connect(async (_, panel) => {
        await panel.context.ready;
        const book = new Book(this, panel);
        this.opened.set(panel.context.path, panel);
        this.frame();
        panel.disposed.connect(() => this.opened.delete(panel.context.path));
        await book.begin();
        this.alone(panel);
      });
      this.app.commands.commandExecuted.connect((_, {id, result}) => {
        if (['notebook:run-all-cells', 'runmenu:run-all', 'notebook:restart-run-all'].includes(id)) result.then(() => stay(tracker.currentWidget.content));
      });
      for (const kind of ['dragover', 'drop']) document.addEventListener(kind, e => this.drop(e), true);
      document.addEventListener('input', e => this.sendLast(e), true);
      window.addEventListener('pagehide', () => this.close());
      window.addEventListener('beforeunload', e => { if (this.isUnsaved && !this.isEnded) e.preventDefault(); });
      new MutationObserver(() => this.dialogs()).observe(document.body, {childList: true});
    }

    // Lab's own frame away; and back, for who looks at the code.
    frame() {
      const {shell} = this.app, isShown = this.hasCode;
      shell.mode = 'single-document';
      shell.collapseLeft(); shell.collapseRight();
      for (const part of shell.layout.widgets) {
        if (['jp-top-panel', 'jp-menu-panel'].includes(part.id)) part.setHidden(!isShown || part.id === 'jp-top-panel');
      }
      for (const panel of this.opened.values()) panel.toolbar.setHidden(!isShown);
      for (const side of ['left', 'right']) if (shell.isSideTabBarVisible(side)) shell.toggleSideTabBarVisibility(side);
    }

    onCode(act) { this.heard.push(act); }

    toggleCode() {
      this.hasCode = !this.hasCode;
      document.body.dataset.isuKod = this.hasCode ? 'ja' : 'nej';
      for (const part of document.querySelectorAll('.isu-visa-kod')) part.textContent = this.hasCode ? NO_CODE : CODE;
      for (const act of this.heard) act();
      this.frame();
    }

    // Another notebook in the place of this one.
    async go(path) {
      const {commands, shell} = this.app, uncover = this.cover(path);
      await commands.execute('docmanager:open', {path, factory: 'Notebook'}).finally(uncover);
      shell.activateById(shell.currentWidget?.id);
    }

    // Say at once that another notebook is on its way.
    cover(path) {
      const book = this.told.books[this.told.place(path)], panel = this.app.shell.currentWidget;
      const words = panel?.node?.querySelector('.isu-arbetar-ord');
      if (!words) return () => {};
      words.textContent = `${OPENING}: ${book?.namn ?? path}`;
      words.parentNode.hidden = false;
      words.nextSibling.removeAttribute('value');
      return () => { words.parentNode.hidden = true; };
    }

    // What was typed last has come to the kernel when it answers what was asked after it; twice,
    // since letters are held back while others are on their way.
    async heardAll(panel) {
      const kernel = panel.sessionContext.session?.kernel;
      for (let i = 0; kernel && i < 2; i++) {
        await wait(LAST);
        await Promise.race([kernel.requestKernelInfo().catch(() => null), wait(PATIENT)]);
      }
    }

    // One notebook at a time: what was open before is saved, and its kernel ends.
    async alone(panel) {
      for (const other of [...this.opened.values()]) {
        if (other === panel || other.isDisposed) continue;
        await this.heardAll(other);
        if (this.hasUnsaved(other)) continue;  // its words wait there, for a folder or a file that can be written
        if (this.app.shell.currentWidget !== panel) return;  // somebody went back
        await other.context.save().catch(() => null);
        const session = other.sessionContext;
        other.context.model.dirty = false;
        await session.shutdown().catch(() => null);
        other.dispose();
      }
    }

    hasUnsaved(panel) {
      return [...panel.content.node.querySelectorAll('.jp-OutputArea .isu-sparat')].some(line => WAITS.test(line.textContent));
    }

    get isUnsaved() { return [...this.opened.values()].some(panel => !panel.isDisposed && this.hasUnsaved(panel)); }

    async end(isSure = false) {
      if (this.isUnsaved && !isSure) {
        const part = this.app.shell.currentWidget.node.querySelector('.isu-anmarkning');
        part.hidden = false;
        part.replaceChildren(element('span', '', STILL), button('', END_NOW, () => this.end(true)));
        return;
      }
      for (const panel of this.opened.values()) {
        await this.heardAll(panel);
        await panel.context.save().catch(() => null);
      }
      this.isEnded = true;
      await this.ask('api/shutdown', {});
      for (const panel of this.opened.values()) panel.context.model.dirty = false;
      document.body.replaceChildren(element('main', 'isu-slut', ENDED));
    }

    ask(where, what) {
      const settings = this.server, {ServerConnection} = this.services;
      return ServerConnection.makeRequest(settings.baseUrl + where, {method: 'POST', body: JSON.stringify(what)}, settings).catch(() => null);
    }

    // The last letters wait in the page while those before them are on their way: a page that is
    // closed sends them itself.
    sendLast(event) {
      const field = event.target, id = field.closest?.('[class*="isu-modell-"]')?.className.match(/isu-modell-([\w-]+)/)?.[1];
      if (id && field.matches('textarea, input[type=text]')) this.typed = {id, field, panel: this.app.shell.currentWidget, at: Date.now()};
    }

    close() {
      const {id, field, panel, at} = this.typed ?? {}, kernel = panel?.sessionContext?.session?.kernel;
      if (!kernel || Date.now() - at > PATIENT) return;
      const content = {comm_id: id, data: {method: 'update', state: {value: field.value}, buffer_paths: []}};
      const message = this.services.KernelMessage.createMessage({
        msgType: 'comm_msg', channel: 'shell', session: kernel.clientId, username: kernel.username, content});
      kernel.sendShellMessage(message, false, true);
    }

    // A file that is dragged in would take the place of the page.
    drop(event) {
      if (this.hasCode || ![...event.dataTransfer?.types ?? []].includes('Files')) return;
      if (event.target.closest?.('.jupyter-widgets')) return event.type === 'drop' && event.target.type !== 'file' ? this.refuse(event) : undefined;
      this.refuse(event);
    }

    refuse(event) {
      event.preventDefault(); event.stopPropagation();
      if (event.type !== 'drop') return;
      const part = this.app.shell.currentWidget?.node.querySelector('.isu-anmarkning');
      if (part) { part.hidden = false; part.replaceChildren(element('span', '', DROPPED), button('', 'Stäng', () => { part.hidden = true; })); }
    }

    // What Lab says of a kernel in English is said on the page, in Swedish, by the other extension.
    dialogs() {
      for (const dialog of document.querySelectorAll('.jp-Dialog')) {
        const head = dialog.querySelector('.jp-Dialog-header')?.textContent ?? '';
        if (/Kernel Restarting|Server Connection Error|Programmet är avstängt|Motorn startar om/.test(head)) dialog.querySelector('.jp-Dialog-footer button:last-child')?.click();
      }
    }

    title() {
      const set = () => {
        const path = this.app.shell.currentWidget?.context?.path, book = this.told.books[this.told.place(path)];
        const title = book ? (book.nar === book.namn ? book.namn : `${book.nar}. ${book.namn}`) : 'ISU';
        if (document.title !== title) document.title = title;
      };
      new MutationObserver(set).observe(document.head, {childList: true, subtree: true, characterData: true});
      this.app.shell.currentChanged?.connect(set);
      set();
    }
  }

  async function begin(app, tracker) {
    const {PageConfig} = await need('@jupyterlab/coreutils'), told = new Told(PageConfig);
    if (!told.isOurs) return;
    document.head.append(Object.assign(document.createElement('style'), {textContent: told.style}));
    const parts = [await need('@jupyterlab/notebook'), await need('@jupyterlab/services')];
    new Desk(app, told, ...parts).begin(tracker);
  }

  window._JUPYTERLAB = window._JUPYTERLAB || {};
  window._JUPYTERLAB[NAME] = {
    init(shared) { scope = shared; },
    async get(module) {
      if (module !== './extension') throw new Error(`${NAME} has no ${module}`);
      if (!scope['@jupyterlab/notebook']) return () => ({__esModule: true, default: []});  // not Lab
      const {INotebookTracker} = await need('@jupyterlab/notebook');
      const plugin = {id: NAME + ':desk', description: 'The page of isu lab', autoStart: true,
        requires: [INotebookTracker], activate: begin};
      return () => ({__esModule: true, default: [plugin]});
    },
  };
})();
