import { checkContents } from './contents.mjs';
import { checkEntryPoints } from './entry-points.mjs';
import { checkFileList } from './file-list.mjs';
import { checkManifest } from './manifest.mjs';
import { checkByPublint } from './publint.mjs';
import { checkSecrets } from './secrets.mjs';
import { checkTypes } from './types.mjs';

/**
 * Everything that is looked at in a tarball, without installing it.
 *
 * @param {{ workspace: string, lists: string, updateLists?: boolean }} options
 * @returns {readonly { name: string, check: (packed: import('../pack.mjs').Packed) => string[] | Promise<string[]> }[]}
 */
export function tarballChecks({ workspace, lists, updateLists }) {
  return [
    { name: 'package.json', check: checkManifest },
    { name: 'entry points', check: checkEntryPoints },
    { name: 'contents', check: checkContents },
    { name: 'secrets', check: (packed) => checkSecrets(packed, { workspace }) },
    { name: 'list of files', check: (packed) => checkFileList(packed, { lists, write: updateLists ?? false }) },
    { name: 'publint', check: checkByPublint },
    { name: 'types', check: checkTypes },
  ];
}
