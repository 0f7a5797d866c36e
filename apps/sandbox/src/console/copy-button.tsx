/**
 * A button that copies; only with the script, which shows it.
 *
 * @param of id of the element whose text is copied
 * @param from address whose answer is copied: for what is not in the page
 */
export function CopyButton({ of, from, what }: { of?: string; from?: string; what: string }) {
  return (
    <button class="small-button script-only" type="button" data-copy={of} data-copy-from={from}>
      Copy<span class="unseen"> the {what}</span>
    </button>
  );
}
