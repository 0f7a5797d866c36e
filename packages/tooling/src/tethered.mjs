/** Loaded with `node --import` in front of a server: the server stops when whoever started it is gone. */
import { whenParentEnds } from './tether.mjs';

whenParentEnds(() => process.kill(process.pid, 'SIGTERM'));
