import { posix, relative } from 'node:path';
import ts from 'typescript';
import { declarationText, withoutBundler } from './declaration-text.mjs';

/**
 * What a package promises: the names of every entry point, and the declarations behind them.
 * @typedef {object} PublicApi
 * @property {ReadonlyMap<string, readonly string[]>} entryPoints the exported names by import path
 * @property {ReadonlyMap<string, string>} declarations texts by name: what is exported, and what that refers to
 */

/**
 * Reads the public API of a built package from its declarations. What belongs to other packages is left to them.
 *
 * @param {import('../published-packages.mjs').PublishedPackage} published
 * @returns {PublicApi}
 */
export function readPublicApi({ name, folder, manifest }) {
  const entries = Object.entries(manifest.publishConfig?.exports ?? {}).flatMap(([path, entry]) =>
    typeof entry === 'object' && entry.types ? [{ path, file: posix.join(folder, entry.types) }] : [],
  );
  const program = ts.createProgram(
    entries.map(({ file }) => file),
    {
      module: ts.ModuleKind.ESNext,
      moduleResolution: ts.ModuleResolutionKind.Bundler,
      target: ts.ScriptTarget.ES2023,
      noEmit: true,
      noLib: true,
      types: [],
    },
  );
  const checker = program.getTypeChecker();
  const own = (/** @type {ts.Node} */ node) =>
    !relative(`${folder}/dist`, node.getSourceFile().fileName).startsWith('..');
  const reached = createReached(checker, own);

  const entryPoints = new Map();
  for (const { path, file } of entries) {
    const source = program.getSourceFile(file);
    const symbol = source && checker.getSymbolAtLocation(source);
    if (!symbol) throw new Error(`${file} has no exports. Next: build the packages with pnpm build.`);
    const exported = checker.getExportsOfModule(symbol);
    entryPoints.set(posix.join(name, path), exported.map((one) => one.name).sort());
    for (const one of exported) reached.add(one);
  }
  return { entryPoints, declarations: reached.texts() };
}

/**
 * Collects symbols and, through their declarations, whatever of the same package they refer to.
 *
 * @param {ts.TypeChecker} checker
 * @param {(node: ts.Node) => boolean} own
 */
function createReached(checker, own) {
  /** @type {Map<ts.Symbol, readonly ts.Declaration[]>} */
  const found = new Map();

  /** @param {ts.Symbol} given */
  function add(given) {
    const symbol = given.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(given) : given;
    const declarations = (symbol.declarations ?? []).filter((node) => own(node) && isOnTopLevel(node));
    if (declarations.length === 0 || found.has(symbol)) return;
    found.set(symbol, declarations);
    declarations.forEach(follow);
  }

  /** @param {ts.Node} node */
  function follow(node) {
    if (ts.isIdentifier(node)) {
      const symbol = checker.getSymbolAtLocation(node);
      if (symbol) add(symbol);
    }
    ts.forEachChild(node, follow);
  }

  return {
    add,
    texts() {
      const named = [...found].map(([symbol, declarations]) => ({
        name: nameOf(symbol, declarations),
        text: declarations.map(declarationText).sort().join('\n'),
      }));
      named.sort((one, other) => compare(one.name, other.name) || compare(one.text, other.text));
      /** @type {Map<string, string>} */
      const texts = new Map();
      for (const { name, text } of named) {
        let unique = name;
        for (let count = 2; texts.has(unique); count += 1) unique = `${name} (${count})`;
        texts.set(unique, text);
      }
      return texts;
    },
  };
}

/** @param {ts.Node} node */
function isOnTopLevel(node) {
  const holder = ts.isVariableDeclaration(node) ? node.parent.parent.parent : node.parent;
  return ts.isSourceFile(holder);
}

/** @param {string} one @param {string} other */
function compare(one, other) {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

/** A module that is added to goes by the name it is imported by: the compiler's own is where it lies on this disk. */
function nameOf(/** @type {ts.Symbol} */ symbol, /** @type {readonly ts.Declaration[]} */ declarations) {
  const module = declarations.find(ts.isModuleDeclaration);
  return module !== undefined && ts.isStringLiteral(module.name) ? module.name.text : withoutBundler(symbol.name);
}
