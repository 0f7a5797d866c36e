import fc from 'fast-check';

/** What parsers stumble over: separators, escapes, names of built-in properties, numbers at their limits. */
const PIECES = [
  '',
  ' ',
  '\t',
  '\r\n',
  '\n',
  '\0',
  '\u2028',
  '\uFEFF',
  '\u202E',
  '\uD800',
  '💥',
  'ü',
  '＠',
  '=',
  '&',
  '&amp;',
  ';',
  ',',
  '.',
  '..',
  '/',
  '//',
  '\\',
  ':',
  '@',
  '?',
  '#',
  '*',
  '%',
  '%2f',
  '%00',
  '%0d%0a',
  '%zz',
  '+',
  '"',
  "'",
  '`',
  '<',
  '>',
  '{',
  '}',
  '[',
  ']',
  '(',
  '|',
  '$',
  '$&',
  '__proto__',
  'constructor',
  'toString',
  'null',
  'undefined',
  'NaN',
  'Infinity',
  '-0',
  '1e999',
  '9'.repeat(30),
  '9'.repeat(400),
  'http://',
  'https://',
  'javascript:',
  'localhost',
  '127.0.0.1',
  '[::1]',
  '0x7f.1',
  'example.com',
  'xn--',
  ':8080',
  ':99999',
  'code',
  'state',
  'iss',
  'error',
  'Bearer ',
  'Basic ',
  'eyJhbGciOiJub25lIn0',
  'a'.repeat(300),
];

/** A text of such pieces, or any other. */
export const hostileText = (...more: readonly string[]): fc.Arbitrary<string> =>
  fc.oneof(
    {
      weight: 4,
      arbitrary: fc.array(fc.constantFrom(...PIECES, ...more), { maxLength: 8 }).map((all) => all.join('')),
    },
    { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 40 }) },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
    {
      weight: 2,
      arbitrary: fc
        .array(fc.oneof(fc.constantFrom(...PIECES, ...more), fc.string({ maxLength: 6 })), { maxLength: 6 })
        .map((all) => all.join('')),
    },
  );

const scalar = fc.oneof(
  fc.constantFrom(null, true, false, 0, -1, 1.5, 1e300, 2 ** 31, 2 ** 53, -(2 ** 53)),
  hostileText(),
);

/** Any JSON, with names that are likely to be looked for. */
export const hostileJson = (...names: readonly string[]): fc.Arbitrary<unknown> => {
  const name = fc.oneof(fc.constantFrom('__proto__', 'constructor', 'id', ...names), hostileText());
  const { any } = fc.letrec<{ any: unknown }>((tie) => ({
    any: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      scalar,
      fc.array(tie('any'), { maxLength: 4 }),
      fc.array(fc.tuple(name, tie('any')), { maxLength: 6 }).map(record),
    ),
  }));
  return any;
};

/** Honest fields, of which some are missing, wrong, or joined by others. */
export const almost = (honest: Readonly<Record<string, unknown>>): fc.Arbitrary<unknown> => {
  const fields = Object.entries(honest).map(([name, value]) =>
    fc.oneof(
      { weight: 6, arbitrary: fc.constant([[name, value]] as [string, unknown][]) },
      { weight: 1, arbitrary: fc.constant([] as [string, unknown][]) },
      { weight: 2, arbitrary: hostileJson().map((other): [string, unknown][] => [[name, other]]) },
    ),
  );
  const more = fc.array(fc.tuple(hostileText(), hostileJson()), { maxLength: 1 });
  return fc.oneof(
    {
      weight: 8,
      arbitrary: fc.tuple(fc.tuple(...fields), more).map(([own, others]) => record([...own.flat(), ...others])),
    },
    { weight: 1, arbitrary: hostileJson(...Object.keys(honest)) },
  );
};

/** As JSON.parse makes it: `__proto__` is a name like any other. */
function record(entries: readonly (readonly [string, unknown])[]): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const [name, value] of entries) {
    Object.defineProperty(result, name, { value, enumerable: true, configurable: true, writable: true });
  }
  return result;
}
