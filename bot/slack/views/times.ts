/** A time as tools print it, with a date: RFC 3339 in full. */
const TIMES = /\b\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})/g;

/** A text cut at the times in it: text, time, text, … The times are valid; the parts joined give the text again. */
export function splitAtTimes(text: string): readonly { readonly text: string; readonly at?: Date }[] {
  const parts: { text: string; at?: Date }[] = [];
  let from = 0;
  for (const match of text.matchAll(TIMES)) {
    const at = new Date(match[0]);
    if (Number.isNaN(at.getTime())) continue;
    if (match.index > from) parts.push({ text: text.slice(from, match.index) });
    parts.push({ text: match[0], at });
    from = match.index + match[0].length;
  }
  if (from < text.length) parts.push({ text: text.slice(from) });
  return parts;
}

/** `02:34 UTC`, for where a reader's own time zone is not known. */
export function clockTime(at: Date): string {
  return `${at.toISOString().slice(11, 16)} UTC`;
}
