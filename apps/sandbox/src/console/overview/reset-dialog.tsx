import { Dialog, DialogButtons } from '../dialog.tsx';
import { CONSOLE_PATH } from '../paths.ts';

/** Asks before everything goes. */
export function ResetDialog() {
  return (
    <Dialog title="Reset the sandbox" back="/">
      <form method="post" action={`${CONSOLE_PATH}/reset`}>
        <p>
          Everybody is signed out, clients and all data are as they were at the start, failures and the log of requests
          are gone, and the clock shows this computer's time. Your own clients are gone, too.
        </p>
        <DialogButtons act="Reset" back="/" danger />
      </form>
    </Dialog>
  );
}
