/** True for a JSON object: not null, not an array. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value when it is a JSON object, else an empty one. */
export function asRecord(value: unknown): Record<string, unknown> {
  return isRecord(value) ? value : {};
}

/** The value when it is an array, else an empty one. */
export function asArray(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The value when it is text that is not empty, else undefined. */
export function asText(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** The value when it is a finite number, or text that reads as one; else undefined. */
export function asNumber(value: unknown): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

/** The text members of an object, such as labels; numbers and booleans are written out, the rest is left out. */
export function asLabels(value: unknown): Record<string, string> {
  const labels: Record<string, string> = {};
  for (const [name, text] of Object.entries(asRecord(value))) {
    if (typeof text === 'string') labels[name] = text;
    else if (typeof text === 'number' || typeof text === 'boolean') labels[name] = String(text);
  }
  return labels;
}
