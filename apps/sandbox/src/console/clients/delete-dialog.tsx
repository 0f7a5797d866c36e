import type { SandboxClient } from '../../clients.ts';
import { Dialog, DialogButtons, Field } from '../dialog.tsx';
import { clientPath } from '../paths.ts';

/** Delete client: asks for its name, since there is no way back. */
export function DeleteDialog(props: {
  client: SandboxClient;
  sessions: number;
  typed: string;
  problem?: string | undefined;
}) {
  const { client, sessions, typed, problem } = props;
  const back = clientPath(client.clientId);
  return (
    <Dialog title="Delete client" back={back}>
      <form method="post" action={clientPath(client.clientId, 'delete')}>
        <p>
          Nobody can sign in with <strong>{client.name}</strong> any more
          {sessions > 0 && `, and ${sessions === 1 ? 'its session ends' : `its ${sessions} sessions end`}`}. There is no
          way back.
        </p>
        <Field name="typed" label={`Type its name: ${client.name}`} value={typed} problem={problem} autofocus />
        <DialogButtons act="Delete client" back={back} danger />
      </form>
    </Dialog>
  );
}
