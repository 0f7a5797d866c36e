import { SipgateKitError } from '@sipgate-kit/core';
import type { Account } from './account.ts';

/** What can be seen; each is a section of `index.html`. */
export type View = 'returning' | 'signed-out' | 'needs-login' | 'signed-in' | 'failed';

/** What buttons do, by their `data-do`. */
export type Actions = Readonly<Record<'signIn' | 'signOut' | 'look', () => Promise<void>>>;

const byId = (id: string): HTMLElement => document.getElementById(id) as HTMLElement;
const all = <Element extends HTMLElement>(selector: string) => document.querySelectorAll<Element>(selector);

let shown: View = 'returning';

/** Lets the buttons do something. */
export function listen(actions: Actions): void {
  for (const button of all<HTMLButtonElement>('button[data-do]')) {
    button.addEventListener('click', async () => {
      button.disabled = true;
      await actions[button.dataset['do'] as keyof Actions]();
      button.disabled = false;
    });
  }
  byId('origin').textContent = location.origin;
}

/** Shows one view; its heading gets the focus, so that screen readers hear of it. */
export function show(view: View): void {
  for (const section of all('[data-view]')) section.hidden = section.dataset['view'] !== view;
  for (const button of all('header [data-do]')) button.hidden = view !== 'signed-in' && view !== 'needs-login';
  if (view !== shown && shown !== 'returning') document.querySelector<HTMLElement>(`[data-view="${view}"] h1`)?.focus();
  if (view !== 'signed-in') forgetAccount();
  if (view !== 'signed-out') byId('session-goes-on').hidden = true;
  shown = view;
}

/** Nothing of a person stays in the page, not even out of sight. */
function forgetAccount(): void {
  for (const id of ['company', 'product', 'as-of', 'numbers']) byId(id).replaceChildren();
}

/** A sentence above everything, spoken as well; an empty one takes it away. */
export function notice(sentence: string): void {
  byId('notice').textContent = sentence;
}

/** For people whose session at sipgate itself could not be ended; gone as soon as another view comes. */
export function offerToEndSession(url: URL): void {
  byId('end-session').setAttribute('href', url.href);
  byId('session-goes-on').hidden = false;
}

export function showAccount({ company, product, numbers }: Account): void {
  byId('company').textContent = company;
  byId('product').textContent = product;
  byId('as-of').textContent = new Date().toLocaleTimeString();
  byId('numbers').replaceChildren(...numbers.map(({ number, rings }) => row(number, rings)));
  byId('no-numbers').hidden = numbers.length > 0;
  show('signed-in');
}

/** What failed, its code and the next step: everything the kit throws has all three. */
export function showFailure(error: unknown): void {
  const known = error instanceof SipgateKitError ? error : undefined;
  const code = known?.code ?? 'internal_error';
  byId('failure').textContent = known?.message ?? 'The page itself is at fault.';
  byId('hint').textContent = known?.hint ?? 'Reload it. If that does not help, look into the console.';
  byId('code').textContent = code;
  for (const advice of all('[data-for]')) advice.hidden = advice.dataset['for'] !== code;
  show('failed');
  if (known === undefined) throw error;
}

function row(...texts: readonly string[]): HTMLTableRowElement {
  const tr = document.createElement('tr');
  for (const text of texts) tr.insertCell().textContent = text;
  return tr;
}
