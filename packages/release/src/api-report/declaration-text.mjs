import { createHash } from 'node:crypto';
import ts from 'typescript';

/** Longer ones are the REST API's own types, thousands of lines; `openapi/` is the place to read them. */
const LONGEST = 120;

const printer = ts.createPrinter({ removeComments: true, newLine: ts.NewLineKind.LineFeed });

/**
 * A declaration without comments, one member a line, with nothing in it that depends on how it was bundled.
 *
 * @param {ts.Declaration} declaration
 * @returns {string}
 */
export function declarationText(declaration) {
  const node = ts.isVariableDeclaration(declaration) ? declaration.parent.parent : declaration;
  const text = unionOfLiterals(node) ?? printed(node);
  if (ts.isInterfaceDeclaration(node) && text.split('\n').length > LONGEST) return byFingerprint(node);
  return withoutBundler(text).replace(/^(?:export |declare )+/, '');
}

/**
 * Without what depends on the bundler: paths of its parts, and the numbers it gives to two things of one name.
 *
 * @param {string} text
 */
export function withoutBundler(text) {
  return text.replace(/import\("\.[^"]*"\)\./g, '').replace(/(?<=\w)\$\d+\b/g, '');
}

/** @param {ts.Node} node */
function printed(node) {
  return printer.printNode(ts.EmitHint.Unspecified, node, node.getSourceFile());
}

/** A union of literals with one of them a line, so that a new one is an added line. @param {ts.Node} node */
function unionOfLiterals(node) {
  if (!ts.isTypeAliasDeclaration(node)) return undefined;
  const types = ts.isUnionTypeNode(node.type) ? node.type.types : [node.type];
  if (!types.every((member) => ts.isLiteralTypeNode(member))) return undefined;
  const members = types.map((member) => `  | ${printed(member)}`).sort();
  return `type ${node.name.text} =\n${members.join('\n')};`;
}

/** The members by name, each with a fingerprint of its type. @param {ts.InterfaceDeclaration} node */
function byFingerprint(node) {
  const members = node.members.map((member) => {
    const fingerprint = createHash('sha256').update(printed(member)).digest('hex').slice(0, 8);
    return `  ${member.name ? printed(member.name) : '[index]'}: #${fingerprint};`;
  });
  return `interface ${node.name.text} {\n${members.sort().join('\n')}\n}`;
}
