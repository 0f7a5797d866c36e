/**
 * What users of the last release would notice as broken: names that are gone, and declarations that changed by more than
 * an addition. Additions are: another export, an optional member, another value of a union of literals, another member of
 * a class, another command or option.
 *
 * A type of the REST API that is kept by its fingerprint only counts when it is gone: what it says is sipgate's decision.
 *
 * @param {import('./report.mjs').ApiReport} released
 * @param {import('./report.mjs').ApiReport} now
 * @returns {string[]} one sentence for each
 */
export function breakingChanges(released, now) {
  return [...goneExports(released, now), ...changedDeclarations(released, now), ...goneCommands(released, now)];
}

/** @param {import('./report.mjs').ApiReport} released @param {import('./report.mjs').ApiReport} now */
function goneExports(released, now) {
  return [...released.entryPoints].flatMap(([path, names]) => {
    const present = now.entryPoints.get(path);
    if (!present) return [`the entry point ${path} is gone`];
    return names.filter((name) => !present.includes(name)).map((name) => `${path} no longer exports ${name}`);
  });
}

/** @param {import('./report.mjs').ApiReport} released @param {import('./report.mjs').ApiReport} now */
function changedDeclarations(released, now) {
  return [...released.declarations].flatMap(([name, before]) => {
    const after = now.declarations.get(name);
    if (after === undefined || after === before) return [];
    const gone = without(before, after);
    if (gone.length > 0) return [`${name} changed: ${shown(gone)}`];
    const added = without(after, before).filter((line) => !isAddition(line, before));
    return added.length > 0 ? [`${name} asks for more: ${shown(added)}`] : [];
  });
}

/** @param {import('./report.mjs').ApiReport} released @param {import('./report.mjs').ApiReport} now */
function goneCommands(released, now) {
  return released.commands
    .filter((line) => !now.commands.includes(line))
    .map((line) => `the command line lost ${line}`);
}

/** Lines of the one text that the other does not have as often. @param {string} one @param {string} other */
function without(one, other) {
  const left = lines(other);
  return lines(one).filter((line) => {
    const index = left.indexOf(line);
    if (index >= 0) left.splice(index, 1);
    return index < 0;
  });
}

/** A last value of a union ends with a semicolon, and a fingerprint says nothing about compatibility. @param {string} text */
function lines(text) {
  return text.split('\n').map((line) =>
    line
      .trim()
      .replace(/^(\| .*);$/, '$1')
      .replace(/: #[0-9a-f]{8};$/, ';'),
  );
}

/** @param {string} line @param {string} before */
function isAddition(line, before) {
  if (/^\| /.test(line)) return true;
  if (/^(?:readonly )?[\w$'"]+\?[:(<]/.test(line)) return true;
  const isClass = /^(?:abstract )?class /.test(before);
  return isClass && !line.startsWith('abstract ');
}

/** @param {readonly string[]} lines */
function shown(lines) {
  const text = lines.slice(0, 3).join(' ');
  return text.length > 200 ? `${text.slice(0, 200)} …` : text;
}
