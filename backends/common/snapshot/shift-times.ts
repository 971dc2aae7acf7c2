const TIME = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(\.\d+)?(Z|[+-]\d{2}:\d{2})$/;

/** Moves one RFC 3339 time by whole seconds and keeps its fraction as written; other text comes back as it was. */
export function shiftTime(text: string, shiftSeconds: number): string {
  const match = TIME.exec(text);
  if (match === null || shiftSeconds === 0) return text;
  const moved = Date.parse(`${match[1]}${match[3]}`) + shiftSeconds * 1000;
  return Number.isNaN(moved) ? text : `${new Date(moved).toISOString().slice(0, 19)}${match[2] ?? ''}Z`;
}

/** Moves every RFC 3339 time anywhere in a JSON value, in place; returns the value. */
export function shiftTimesDeep<T>(value: T, shiftSeconds: number): T {
  if (shiftSeconds === 0) return value;
  return walk(value, shiftSeconds) as T;
}

function walk(value: unknown, shiftSeconds: number): unknown {
  if (typeof value === 'string') return shiftTime(value, shiftSeconds);
  if (value === null || typeof value !== 'object') return value;
  const container = value as Record<string, unknown>;
  for (const key of Object.keys(container)) container[key] = walk(container[key], shiftSeconds);
  return container;
}

/** The latest RFC 3339 time anywhere in a JSON value, in milliseconds; 0 when there is none. */
export function latestTime(value: unknown): number {
  if (typeof value === 'string') return TIME.test(value) ? Date.parse(value) || 0 : 0;
  if (value === null || typeof value !== 'object') return 0;
  let latest = 0;
  for (const inner of Object.values(value)) latest = Math.max(latest, latestTime(inner));
  return latest;
}
