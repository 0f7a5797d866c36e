import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

/** Starts a script of this folder as a process of its own, ended with the test; resolves when it is ready. */
export async function startProcess(script: string): Promise<ChildProcess> {
  const child = fork(fileURLToPath(new URL(script, import.meta.url)), { execArgv: [] });
  onTestFinished(() => void child.kill('SIGKILL'));
  await next(child);
  return child;
}

/** Sends a message and gives the answer. */
export async function ask<Answer>(child: ChildProcess, message: string | object): Promise<Answer> {
  const answer = next(child);
  child.send(message);
  return (await answer) as Answer;
}

function next(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const gone = () => reject(new Error('The process ended before it answered; is the package built?'));
    child.once('exit', gone);
    child.once('message', (answer) => {
      child.off('exit', gone);
      resolve(answer);
    });
  });
}
