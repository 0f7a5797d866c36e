/**
 * What the pages do beyond HTML: keep drafts, lint while somebody types, copy, and say when the network is gone.
 * Everything else works without it.
 */

/** @type {HTMLFormElement | null} */
const form = document.querySelector('form[data-draft]');
const person = document.body.dataset['person'];

keepDraft();
lintWhileTyping();
offerCopying();
watchNetwork();
// Without us this opens a tab of its own, so that the form stays; with us the draft comes back.
for (const link of document.querySelectorAll('a[data-same-tab]')) link.removeAttribute('target');

/**
 * One draft for each tab, in its session storage. It lives through a sign-in and a reload; any other page of somebody who
 * is signed in drops it, and it never comes back for another person.
 */
function keepDraft() {
  if (form === null) {
    if (person !== undefined) sessionStorage.removeItem('draft');
    return;
  }
  const path = form.dataset['draft'];
  const kept = JSON.parse(sessionStorage.getItem('draft') ?? 'null');
  const mine = kept?.path === path && (person === undefined || kept.person === person) ? kept : undefined;
  if (form.dataset['fresh'] !== undefined && mine !== undefined) restore(form, mine.values);
  const keep = () => {
    const values = Object.fromEntries(fields(form).map(({ name, value }) => [name, value]));
    sessionStorage.setItem('draft', JSON.stringify({ path, person: person ?? mine?.person, values }));
  };
  // What came back from the server was typed, too.
  if (form.dataset['fresh'] === undefined) keep();
  form.addEventListener('input', keep);
}

/** @param {HTMLFormElement} form @param {Record<string, string>} values */
function restore(form, values) {
  const different = fields(form).filter(({ name, value }) => values[name] !== undefined && values[name] !== value);
  if (different.length === 0) return;
  for (const field of different) field.value = values[field.name] ?? field.value;
  const notice = document.querySelector('#restored');
  notice?.removeAttribute('hidden');
  notice?.querySelector('button')?.addEventListener('click', () => {
    sessionStorage.removeItem('draft');
    location.reload();
  });
}

/** What people type into, and what a page has kept for them; not what belongs to one step only. */
function fields(/** @type {HTMLFormElement} */ form) {
  /** @type {NodeListOf<HTMLInputElement | HTMLTextAreaElement>} */
  const all = form.querySelectorAll('input, textarea');
  return [...all].filter(({ name }) => !['seen', 'before'].includes(name));
}

/** Asks the server what the kit says, a moment after the last key. Offline it stays as it is. */
function lintWhileTyping() {
  const place = document.querySelector('#lint');
  const url = form?.dataset['lint'];
  if (form === null || place === null || url === undefined) return;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  let latest = 0;
  const lint = async () => {
    latest += 1;
    const asked = latest;
    const body = new URLSearchParams(fields(form).map(({ name, value }) => [name, value]));
    const answer = await fetch(url, { method: 'POST', body }).catch(() => undefined);
    const html = answer?.ok ? await answer.text() : undefined;
    if (html !== undefined && asked === latest) place.innerHTML = html;
  };
  form.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(lint, 200);
  });
  lint();
}

function offerCopying() {
  /** @type {NodeListOf<HTMLButtonElement>} */
  const buttons = document.querySelectorAll('button[data-copy]');
  for (const button of buttons) {
    button.hidden = false;
    button.addEventListener('click', async () => {
      const text = document.getElementById(button.dataset['copy'] ?? '')?.textContent ?? '';
      const done = await navigator.clipboard.writeText(text).then(
        () => 'Copied.',
        () => 'This browser does not let pages copy: mark the text and copy it yourself.',
      );
      const said = document.getElementById('copied');
      if (said !== null) said.textContent = done;
    });
  }
}

/** Says when the network is gone, and keeps forms from being sent into nothing, or twice. */
function watchNetwork() {
  const banner = document.getElementById('offline');
  const say = (text = '') => {
    if (banner !== null) banner.textContent = text;
  };
  const look = () => say(navigator.onLine ? '' : 'You are offline. What you type is kept; send it once you are back.');
  addEventListener('online', look);
  addEventListener('offline', look);
  look();
  for (const each of document.forms) {
    let sent = false;
    each.addEventListener('submit', (event) => {
      if (navigator.onLine && !sent) {
        sent = true;
        return;
      }
      event.preventDefault();
      if (!navigator.onLine)
        say('You are offline: nothing was sent. What you typed is kept; send it once you are back.');
    });
    // The back button brings pages back as they were.
    addEventListener('pageshow', () => {
      sent = false;
    });
  }
}
