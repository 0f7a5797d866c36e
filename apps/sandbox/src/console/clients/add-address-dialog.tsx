import type { SandboxClient } from '../../clients.ts';
import { Dialog, DialogButtons, Field } from '../dialog.tsx';
import { clientPath } from '../paths.ts';
import type { AddressList } from './address-lists.ts';
import { isDoubtful, LintReport } from './lint-report.tsx';

export interface AddAddressContent {
  readonly client: SandboxClient;
  readonly list: AddressList;
  readonly value: string;
  readonly problem?: string | undefined;
}

/** Add redirect uri, Add web origin. What is doubtful has to be sent twice: the second time it has been seen. */
export function AddAddressDialog({ client, list, value, problem }: AddAddressContent) {
  const back = `${clientPath(client.clientId)}#${list.path}`;
  const action = clientPath(client.clientId, list.path);
  return (
    <Dialog title={list.add} back={back}>
      <form method="post" action={action}>
        <Field name="value" label={list.label} type="url" value={value} hint={list.hint} problem={problem} autofocus />
        <div id="lint" role="status" data-lint={`${action}/lint`}>
          <LintOf client={client} list={list} value={value} />
        </div>
        <DialogButtons act={list.add} back={back} />
      </form>
    </Dialog>
  );
}

/** The lint of what is typed so far; the script asks for it anew with every change. */
export function LintOf({ client, list, value }: Omit<AddAddressContent, 'problem'>) {
  if (value === '') return null;
  const report = list.lint(value, client);
  return (
    <>
      <LintReport report={report} repairAt={`${clientPath(client.clientId, list.path)}/new`} />
      {isDoubtful(report) && (
        <>
          <input type="hidden" name="seen" value={value} />
          <p class="hint">It can be added all the same, to see what happens then.</p>
        </>
      )}
    </>
  );
}
