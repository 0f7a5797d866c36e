/**
 * What the pages do beyond HTML: keep themselves fresh, let the clock tick, open dialogs as dialogs, lint while somebody
 * types, copy. Everything else works without it.
 */
import { letTheClockTick } from './clock.js';
import { offerCopying } from './copying.js';
import { lintWhileTyping, openDialog } from './dialog.js';
import { followSandbox, offerPause, stayOnPage } from './live-page.js';

document.documentElement.classList.add('scripted');
openDialog();
lintWhileTyping();
stayOnPage();
offerCopying();
offerPause();
letTheClockTick();
followSandbox();
