const LONGEST_TEXT = 300;

/**
 * Makes somebody else's text fit for messages and logs: one line, no control characters, no credentials, 300 characters.
 * Credentials are known by the word before them, or by how they begin: a JWT, or base64 of `token-`.
 */
export function cleanText(text: string): string {
  const clean = text
    .slice(0, LONGEST_TEXT * 20)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: removing them is the point
    .replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ')
    .replace(/\b(bearer|basic)\s+[\w.~+/-]+=*/gi, '$1 [secret]')
    .replace(/\b(?:eyJ[\w-]+(?:\.[\w-]*)+|dG9rZW4t[\w+/]+=*)/g, '[secret]')
    .trim();
  return clean.length > LONGEST_TEXT ? `${clean.slice(0, LONGEST_TEXT - 1)}…` : clean;
}
