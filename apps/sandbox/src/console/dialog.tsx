import type { Child } from 'hono/jsx';

/**
 * A dialog that has an address of its own. Without the script it stands open in the page; the script makes it modal.
 *
 * @param back where Cancel and the Escape key lead
 */
export function Dialog({ title, back, children }: { title: string; back: string; children?: Child }) {
  return (
    <dialog open aria-labelledby="dialog-title" data-back={back}>
      <h2 id="dialog-title">{title}</h2>
      {children}
    </dialog>
  );
}

/** The dialog's last row: what it is for, and the way back. */
export function DialogButtons({ act, back, danger = false }: { act: string; back: string; danger?: boolean }) {
  return (
    <div class="actions">
      <button class={danger ? 'danger' : undefined} type="submit">
        {act}
      </button>
      <a class="button second" href={back}>
        Cancel
      </a>
    </div>
  );
}

export interface FieldProps {
  readonly name: string;
  readonly label: string;
  readonly value: string;
  readonly problem?: string | undefined;
  readonly hint?: string;
  readonly type?: 'text' | 'url';
  readonly autofocus?: boolean;
}

/** A labelled input with its hint, and what is wrong with it. */
export function Field({ name, label, value, problem, hint, type = 'text', autofocus = false }: FieldProps) {
  const described = [problem && `${name}-problem`, hint && `${name}-hint`].filter(Boolean).join(' ');
  return (
    <div class="field">
      <label for={name}>{label}</label>
      <input
        id={name}
        name={name}
        type="text"
        inputmode={type === 'url' ? 'url' : undefined}
        value={value}
        autocomplete="off"
        autocapitalize={type === 'url' ? 'off' : undefined}
        spellcheck={type === 'url' ? false : undefined}
        autofocus={autofocus}
        aria-invalid={problem === undefined ? undefined : 'true'}
        aria-describedby={described === '' ? undefined : described}
      />
      {hint !== undefined && (
        <p class="hint" id={`${name}-hint`}>
          {hint}
        </p>
      )}
      {problem !== undefined && (
        <p class="wrong" id={`${name}-problem`}>
          {problem}
        </p>
      )}
    </div>
  );
}
