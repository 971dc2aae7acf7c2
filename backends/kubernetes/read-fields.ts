/** Reading fields of Kubernetes objects whose shape nobody guarantees. */

/** The member at a path of keys, or undefined. */
export function fieldAt(value: unknown, ...path: readonly string[]): unknown {
  let current = value;
  for (const key of path) {
    if (typeof current !== 'object' || current === null) return undefined;
    current = (current as Record<string, unknown>)[key];
  }
  return current;
}

/** Text at a path; undefined when it is absent, empty or no text. */
export function textAt(value: unknown, ...path: readonly string[]): string | undefined {
  const found = fieldAt(value, ...path);
  return typeof found === 'string' && found !== '' ? found : undefined;
}

/** A finite number at a path. */
export function numberAt(value: unknown, ...path: readonly string[]): number | undefined {
  const found = fieldAt(value, ...path);
  return typeof found === 'number' && Number.isFinite(found) ? found : undefined;
}

/** The objects in a list at a path; empty when there is none. */
export function listAt(value: unknown, ...path: readonly string[]): Record<string, unknown>[] {
  const found = fieldAt(value, ...path);
  if (!Array.isArray(found)) return [];
  return found.filter((item) => typeof item === 'object' && item !== null) as Record<string, unknown>[];
}

/** The text members of a map at a path, numbers written out. */
export function textMapAt(value: unknown, ...path: readonly string[]): Record<string, string> {
  const found = fieldAt(value, ...path);
  if (typeof found !== 'object' || found === null) return {};
  return Object.fromEntries(
    Object.entries(found).flatMap(([key, text]) =>
      typeof text === 'string' || typeof text === 'number' ? [[key, String(text)]] : [],
    ),
  );
}

/** Leaves out the members that are undefined. */
export function defined<T extends object>(members: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}
