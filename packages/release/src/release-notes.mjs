/**
 * What a changelog says of one version.
 *
 * @param {string} changelog the CHANGELOG.md of a package
 * @param {string} version
 * @returns {string} without its heading; empty when the version is not there
 */
export function releaseNotes(changelog, version) {
  const sections = changelog.split(/^## /m).slice(1);
  const section = sections.find((text) => text.split('\n')[0]?.trim() === version) ?? '';
  return section.split('\n').slice(1).join('\n').trim();
}
