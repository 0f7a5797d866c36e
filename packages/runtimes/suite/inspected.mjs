/**
 * A value as the runtime's console shows it; '' where that cannot be asked for.
 *
 * @param {unknown} value
 * @returns {string}
 */
export function inspected(value) {
  const { Deno, Bun, process } = /** @type {Record<string, any>} */ (globalThis);
  if (Deno) return Deno.inspect(value, { depth: 10 });
  if (Bun) return Bun.inspect(value, { depth: 10 });
  return process?.getBuiltinModule?.('node:util').inspect(value, { depth: 10, showHidden: true }) ?? '';
}
