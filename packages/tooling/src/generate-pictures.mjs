/** The drawn pictures of the documentation, from apps/docs/pictures/. */
import { join } from 'node:path';
import { allPictures } from '../../../apps/docs/pictures/all-pictures.mjs';
import { root } from './setup.mjs';

/** @returns {Promise<Map<string, string>>} the content of every picture, by absolute path */
export default async function generatePictures() {
  return new Map([...allPictures()].map(([name, svg]) => [join(root, 'apps', 'docs', 'images', name), svg]));
}
