/**
 * How a changelog is written: what a changeset says, word for word, without commits in front, and one line for the packages of
 * ours that came along. Used by changesets, which names it in .changeset/config.json and loads it as CommonJS.
 */

/** @param {{ summary: string }} changeset */
async function getReleaseLine({ summary }) {
  const text = summary.trim();
  return isList(text) ? text : asItem(text);
}

/** @param {unknown} _changesets @param {readonly { name: string, newVersion: string }[]} dependencies */
async function getDependencyReleaseLine(_changesets, dependencies) {
  if (dependencies.length === 0) return '';
  return `- Comes with ${dependencies.map(({ name, newVersion }) => `\`${name}\` ${newVersion}`).join(', ')}.`;
}

/** @param {string} text */
function isList(text) {
  return /^[-*] /.test(text);
}

/** One item, however many paragraphs and lists are in it. @param {string} text */
function asItem(text) {
  const lines = text.split('\n').map((line, index) => {
    if (index === 0) return `- ${line}`;
    return line.trim() === '' ? '' : `  ${line}`;
  });
  return `${lines.join('\n')}${text.includes('\n\n') ? '\n' : ''}`;
}

module.exports = { getReleaseLine, getDependencyReleaseLine };
