/** What the documentation and the snapshot are generated from; not part of the program. */
export { exampleCommand } from '../commands/api/example-command.ts';
export { commandPages } from './command-pages.ts';
export { commandTreeText } from './command-tree-text.ts';
