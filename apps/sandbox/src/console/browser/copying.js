/** Copies what a button names: text of the page, or the answer of an address. */
export function offerCopying() {
  document.addEventListener('click', async (event) => {
    /** @type {HTMLElement | null | undefined} */
    const button =
      event.target instanceof Element ? event.target.closest('button[data-copy], button[data-copy-from]') : null;
    if (!button) return;
    const { copy, copyFrom } = button.dataset;
    const text = copy === undefined ? textFrom(copyFrom ?? '') : (document.getElementById(copy)?.textContent ?? '');
    const done = await write(text).then(
      () => true,
      () => false,
    );
    say(done ? 'Copied.' : 'This browser does not let pages copy: mark the text and copy it yourself.');
    button.classList.add(done ? 'done' : 'failed');
    setTimeout(() => button.classList.remove('done', 'failed'), 1_500);
  });
}

/** @param {string} url */
async function textFrom(url) {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${answer.status}`);
  return answer.text();
}

/** What has to be asked for first is handed over as a promise: browsers allow copying only right after the click. @param {string | Promise<string>} text */
function write(text) {
  if (typeof text === 'string') return navigator.clipboard.writeText(text);
  const blob = text.then((plain) => new Blob([plain], { type: 'text/plain' }));
  return navigator.clipboard.write([new ClipboardItem({ 'text/plain': blob })]);
}

/** @param {string} text */
function say(text) {
  const place = document.getElementById('said');
  if (place === null) return;
  place.textContent = '';
  place.textContent = text;
}
