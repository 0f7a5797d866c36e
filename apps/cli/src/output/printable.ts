const LINE_BREAKS = /[\t\r\n\u2028\u2029]+/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is the point
const COLORS_AND_CONTROLS = /(\u001b\[[\d;]*m)|[\u0000-\u001f\u007f-\u009f]/g;

/**
 * Text that cannot drive a terminal: what somebody else wrote (a message, a name) stays on its line, and loses every
 * control character. Colours, which the program itself put in, remain.
 */
export function printable(text: string): string {
  return text.replaceAll(LINE_BREAKS, ' ').replaceAll(COLORS_AND_CONTROLS, '$1');
}
