/**
 * For a browser: a page that waits to be asked.
 * @module
 */
import { runSuite } from './suite.mjs';

Object.assign(globalThis, { runSuite });
