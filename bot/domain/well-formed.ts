/**
 * Text from outside as it may be kept and shown anywhere: no NUL, which PostgreSQL refuses, and no half of a surrogate
 * pair, which JSON and Slack refuse; at most `max` UTF-16 units, never cut within a character.
 */
export function wellFormed(text: string, max = Number.POSITIVE_INFINITY): string {
  const cut = text.length > max ? text.slice(0, endsInHalf(text, max) ? max - 1 : max) : text;
  return cut.replaceAll('\u0000', '').toWellFormed();
}

function endsInHalf(text: string, at: number): boolean {
  const last = text.charCodeAt(at - 1);
  return last >= 0xd800 && last <= 0xdbff;
}
