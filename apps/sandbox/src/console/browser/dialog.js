/** A dialog of the page becomes a real one: the rest is out of reach, Escape leads back. */
export function openDialog() {
  /** @type {HTMLDialogElement | null} */
  const dialog = document.querySelector('dialog[open]');
  if (dialog === null) return;
  dialog.close();
  dialog.showModal();
  /** @type {HTMLElement | null} */
  const first = dialog.querySelector('[aria-invalid=true], [autofocus]');
  first?.focus();
  dialog.addEventListener('cancel', (event) => {
    event.preventDefault();
    location.assign(dialog.dataset['back'] ?? '/');
  });
}

/** Asks the server what the kit says about an address, a moment after the last key. */
export function lintWhileTyping() {
  const place = document.getElementById('lint');
  const url = place?.dataset['lint'];
  /** @type {HTMLInputElement | null | undefined} */
  const input = place?.closest('form')?.querySelector('input[name=value]');
  if (!place || !input || url === undefined) return;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  let latest = 0;
  const lint = async () => {
    latest += 1;
    const asked = latest;
    const answer = await fetch(`${url}?${new URLSearchParams({ value: input.value })}`).catch(() => undefined);
    const html = answer?.ok ? await answer.text() : undefined;
    if (html !== undefined && asked === latest) place.innerHTML = html;
  };
  input.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(lint, 150);
  });
}
