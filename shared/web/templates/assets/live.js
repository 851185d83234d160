// Keeps the dashboard current: while somebody looks at it, the page is asked for again and what changed is replaced, so
// that an approval on WhatsApp shows by itself. The server decides when the link ends: it then answers with another page.
//
// It also tells the server which new notices stood on the screen for a moment. They stay marked as new until the person
// looks away, and are not new at the next look.
'use strict';

(() => {
  const QUICK_MS = 5_000;
  const CALM_MS = 30_000;
  const QUICK_FOR_MS = 180_000;
  const PATIENCE_MS = 12_000;
  const SEEN_MS = 2_000;

  const asOf = document.getElementById('as-of');
  const announcement = document.getElementById('announcement');
  let shown = document.querySelector('main').innerHTML;
  let lastChange = performance.now();
  let timer = 0;
  let asking = false;
  let ended = false;
  let seeing = 0;
  const onScreen = new Set();
  const seenHere = new Set();

  const watcher = new IntersectionObserver((changes) => {
    for (const { target, isIntersecting } of changes) {
      const id = target.dataset.notice;
      if (isIntersecting && !seenHere.has(id)) onScreen.add(id);
      else onScreen.delete(id);
    }
    seeNotices();
  }, { threshold: 0.6 });

  function watchNotices() {
    watcher.disconnect();
    onScreen.clear();
    clearTimeout(seeing);
    document.querySelectorAll('[data-notice].new').forEach((line) => watcher.observe(line));
  }

  function seeNotices() {
    clearTimeout(seeing);
    if (ended || onScreen.size === 0 || document.visibilityState !== 'visible') return;
    seeing = setTimeout(() => tellSeen([...onScreen]), SEEN_MS);
  }

  async function tellSeen(ids) {
    ids.forEach((id) => seenHere.add(id));
    onScreen.clear();
    const body = new URLSearchParams({ act: 'see_notices', notices: ids.join(' ') });
    try {
      const signal = AbortSignal.timeout(PATIENCE_MS);
      const answer = await fetch(location.pathname, { method: 'POST', body, redirect: 'error', signal });
      if (!answer.ok) throw new Error(`answered ${answer.status}`);
    } catch {
      // What could not be told is told when these lines are watched anew, or is new at the next look.
      ids.forEach((id) => seenHere.delete(id));
    }
  }

  function keepMarked(main) {
    for (const id of seenHere) {
      const line = main?.querySelector(`[data-notice="${CSS.escape(id)}"]`);
      if (!line) continue;
      line.classList.add('new');
      line.querySelector('.badge').hidden = false;
    }
  }

  function later() {
    clearTimeout(timer);
    if (ended || document.visibilityState !== 'visible') return;
    const calm = performance.now() - lastChange > QUICK_FOR_MS;
    timer = setTimeout(ask, calm ? CALM_MS : QUICK_MS);
  }

  function states(root) {
    return new Map([...root.querySelectorAll('[data-state]')].map((card) => [card.id, card.dataset.state]));
  }

  function replaceMain(fresh) {
    keepMarked(fresh);
    const current = document.querySelector('main');
    if (!fresh || !current || fresh.innerHTML === shown) return;
    shown = fresh.innerHTML;
    const before = states(current);
    const main = document.importNode(fresh, true);
    for (const [id, state] of states(main)) {
      if (before.get(id) !== state) main.querySelector(`#${CSS.escape(id)}`).classList.add('fresh');
    }
    current.replaceWith(main);
    watchNotices();
    lastChange = performance.now();
    announcement.textContent = announcement.dataset.changed;
  }

  function end(page) {
    ended = true;
    watcher.disconnect();
    clearTimeout(seeing);
    document.querySelectorAll('header, footer').forEach((part) => part.remove());
    document.querySelector('main').replaceWith(document.importNode(page.querySelector('main'), true));
    document.title = page.title;
  }

  function show(status, page) {
    if (status === 200 && page.getElementById('as-of')) {
      asOf.textContent = page.getElementById('as-of').textContent;
      asOf.classList.remove('offline');
      replaceMain(page.querySelector('main'));
    } else if ([403, 404, 410].includes(status) && page.querySelector('main')) {
      end(page);
    } else {
      offline();
    }
  }

  function offline() {
    asOf.textContent = asOf.dataset.offline;
    asOf.classList.add('offline');
  }

  async function ask() {
    if (asking || ended) return;
    asking = true;
    clearTimeout(timer);
    try {
      const signal = AbortSignal.timeout(PATIENCE_MS);
      const answer = await fetch(location.pathname, { cache: 'no-store', redirect: 'error', signal });
      show(answer.status, new DOMParser().parseFromString(await answer.text(), 'text/html'));
    } catch {
      offline();
    } finally {
      asking = false;
      later();
    }
  }

  document.addEventListener('visibilitychange', () => {
    // Whoever comes back from WhatsApp wants to see what the tap did.
    if (document.visibilityState === 'visible') {
      lastChange = performance.now();
      ask();
      watchNotices();
    } else {
      clearTimeout(timer);
      clearTimeout(seeing);
      seenHere.clear();
    }
  });
  watchNotices();
  later();
})();
