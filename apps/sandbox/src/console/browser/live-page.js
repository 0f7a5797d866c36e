const LONGEST_WAIT_MS = 5_000;
/** Between two refreshes, however much is going on. */
const SHORTEST_PAUSE_MS = 250;

let paused = false;

/** Buttons that only move something here do it without a new page, so that nobody loses their place. */
export function stayOnPage() {
  document.addEventListener('submit', async (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || form.dataset['stay'] === undefined) return;
    event.preventDefault();
    const body = new URLSearchParams();
    for (const [name, value] of new FormData(form, event.submitter)) body.append(name, String(value));
    const answer = await fetch(form.action, { method: 'POST', body, redirect: 'manual' }).catch(() => undefined);
    if (answer === undefined) sayLost();
    else await refresh(true);
  });
}

/** Moving lists can be stopped, so that they can be read. */
export function offerPause() {
  document.addEventListener('click', (event) => {
    const button = event.target instanceof Element ? event.target.closest('#pause') : null;
    if (!button) return;
    paused = !paused;
    showPause();
    if (!paused) refresh();
  });
}

function showPause() {
  document.getElementById('pause')?.setAttribute('aria-pressed', String(paused));
}

/** Waits for requests, looks now and then for other changes, and brings the page up to date. */
export async function followSandbox() {
  let last = document.body.dataset['lastRequest'] ?? '0';
  for (;;) {
    await seen();
    const answer = await fetch(`/__sandbox/requests?after=${last}&waitMs=${LONGEST_WAIT_MS}`).catch(() => undefined);
    if (answer?.ok) {
      sayFound();
      last = String((await answer.json()).last);
      const began = performance.now();
      if (!paused) await refresh();
      // A sandbox under load has better things to do.
      await pause(Math.max(SHORTEST_PAUSE_MS, 4 * (performance.now() - began)));
    } else {
      sayLost();
      await pause(2_000);
      // A sandbox that was started anew counts from the beginning.
      last = '0';
    }
  }
}

function sayLost() {
  const place = document.getElementById('lost');
  if (place !== null && place.textContent === '')
    place.textContent = 'The sandbox does not answer. Is it still running? This page comes back with it.';
}

function sayFound() {
  const place = document.getElementById('lost');
  if (place !== null && place.textContent !== '') place.textContent = '';
}

/** Fetches the page again and takes over what is different. Forms somebody is in stay as they are. */
async function refresh(always = false) {
  if (document.querySelector('dialog') !== null && !always) return;
  const answer = await fetch(location.href).catch(() => undefined);
  if (answer === undefined) return sayLost();
  if (!answer.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const places = document.querySelectorAll('[data-live]');
  const news = fresh.querySelectorAll('[data-live]');
  places.forEach((place, at) => {
    const next = news[at];
    if (next !== undefined && !(place.tagName === 'MAIN' && document.querySelector('dialog') !== null))
      merge(place, next);
  });
  showPause();
}

/**
 * Makes `old` look like `fresh` and touches as little as possible, so that focus, marked text and opened details stay.
 *
 * @param {Element} old
 * @param {Element} fresh
 */
function merge(old, fresh) {
  for (const { name, value } of fresh.attributes) {
    if (name !== 'open' && old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
  for (const { name } of [...old.attributes])
    if (name !== 'open' && !fresh.hasAttribute(name)) old.removeAttribute(name);
  const known = new Map([...old.children].filter(({ id }) => id !== '').map((child) => [child.id, child]));
  let place = old.firstChild;
  for (const next of [...fresh.childNodes]) {
    const named = next instanceof Element && next.id !== '' ? known.get(next.id) : undefined;
    const same = named ?? (place !== null && alike(place, next) ? place : undefined);
    if (same === undefined) {
      old.insertBefore(document.importNode(next, true), place);
      continue;
    }
    if (same !== place) old.insertBefore(same, place);
    else place = place.nextSibling;
    if (same instanceof Element && next instanceof Element) {
      if (!same.isEqualNode(next)) merge(same, next);
    } else if (same.textContent !== next.textContent) same.textContent = next.textContent;
  }
  while (place !== null) {
    const after = place.nextSibling;
    place.remove();
    place = after;
  }
}

/** Whether a node can become another one: neither is known by its name. @param {Node} old @param {Node} next */
function alike(old, next) {
  if (old.nodeType !== next.nodeType) return false;
  if (!(old instanceof Element) || !(next instanceof Element)) return true;
  return old.tagName === next.tagName && old.id === next.id;
}

/** Resolves when somebody can see the page. */
function seen() {
  if (!document.hidden) return Promise.resolve();
  return new Promise((resolve) => document.addEventListener('visibilitychange', resolve, { once: true }));
}

/** @param {number} ms */
function pause(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
