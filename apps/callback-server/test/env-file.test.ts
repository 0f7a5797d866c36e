import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseEnvFile } from '../src/index.ts';

const read = (text: string) => parseEnvFile(text, '.env');

describe('a .env file', () => {
  const same = { CLIENT_ID: 'abc:third-party', PORT: '8080' };
  const spellings: Record<string, string> = {
    'as in the sample': 'CLIENT_ID=abc:third-party\nPORT=8080\n',
    'with quotes': `CLIENT_ID="abc:third-party"\nPORT='8080'\n`,
    'with spaces around': '  CLIENT_ID = "abc:third-party"  \n PORT = 8080 \n',
    'from Windows': '\uFEFFCLIENT_ID="abc:third-party"\r\nPORT=8080\r\n',
    'with old line ends': 'CLIENT_ID=abc:third-party\rPORT=8080\r',
    'with export': 'export CLIENT_ID=abc:third-party\nexport PORT=8080',
    'with comments': '# mine\nCLIENT_ID=abc:third-party # the client\n\nPORT="8080" # the port\n',
  };
  for (const [spelling, text] of Object.entries(spellings)) test(spelling, () => expect(read(text)).toEqual(same));

  test('keeps equals signs and hashes in quoted values', () => {
    expect(read('CLIENT_SECRET="a=b#c="\n')).toEqual({ CLIENT_SECRET: 'a=b#c=' });
  });

  test('refuses a value that its # would cut short', () => {
    expect(() => read('PORT=1\nCLIENT_SECRET=abc#def\n')).toThrow('the value of CLIENT_SECRET contains a #');
  });

  test('refuses a line without an equals sign, which would swallow the next one', () => {
    expect(() => read('PORT=1\nCLIENT_ID abc\nCLIENT_SECRET=x\n')).toThrow('begins with "CLIENT_ID"');
  });

  test('refuses UTF-16', () => {
    expect(() => read(Buffer.from('PORT=1', 'utf16le').toString('utf8'))).toThrow('not saved as UTF-8');
  });

  test('gives every quoted value back, whatever it is made of', () => {
    const value = fc.string({ unit: 'grapheme', maxLength: 60 }).filter((text) => !/["\\\r\n\0`']/.test(text));
    const entries = fc.dictionary(fc.stringMatching(/^[A-Z][A-Z_]{0,20}$/), value, { maxKeys: 6 });
    fc.assert(
      fc.property(entries, fc.constantFrom('\n', '\r\n'), fc.constantFrom('', ' '), (variables, lineEnd, space) => {
        const lines = Object.entries(variables).map(([name, text]) => `${name}${space}=${space}"${text}"`);
        expect(read(lines.join(lineEnd))).toEqual({ ...variables });
      }),
    );
  });

  test('is read or refused with a reason, never anything else', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        try {
          for (const name of Object.keys(read(text))) expect(name).toMatch(/^[A-Za-z_]\w*$/);
        } catch (error) {
          expect(error).toMatchObject({ code: 'invalid_configuration' });
        }
      }),
    );
  });
});
