/** V8 copies parts shorter than this when it cuts them from a string; longer ones point into the whole. */
const COPIED = 13;
const BEYOND_LATIN1 = /[^\0-\xff]/;

/**
 * The same text in memory of its own. A part cut from a string keeps the whole string alive: one word kept for long
 * would hold the piece of the file that it was read with.
 */
export function detach(text: string): string {
  if (text.length < COPIED) return text;
  const encoding = BEYOND_LATIN1.test(text) ? 'utf16le' : 'latin1';
  return Buffer.from(text, encoding).toString(encoding);
}
