const UNIT_SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };
const LONGEST_SECONDS = 31 * 86_400;

/** Reads `30m`, `6h`, `2d`, `90s`, `1w` into seconds; undefined when it is none of these or longer than a month. */
export function parseSince(text: string): number | undefined {
  const seconds = durationSeconds(text) ?? 0;
  return seconds > 0 && seconds <= LONGEST_SECONDS ? seconds : undefined;
}

/** A duration such as `30m` in seconds, however long; undefined when the text is none. */
export function durationSeconds(text: string): number | undefined {
  const match = /^(\d{1,6})\s*([smhdw])$/.exec(text.trim().toLowerCase());
  return match === null ? undefined : Number(match[1]) * (UNIT_SECONDS[match[2] ?? ''] ?? 0);
}
