/** Where a number stands in nested objects and lists: `weights.margin`, `limits.3.at`. */
export type ParameterPath = string;

/** Every number in `value`, by path. */
export function numbersIn(value: unknown, at: ParameterPath = ''): ReadonlyMap<ParameterPath, number> {
  const found = new Map<ParameterPath, number>();
  if (typeof value === 'number') return found.set(at, value);
  if (!isPlain(value)) return found;
  for (const [key, inner] of Object.entries(value))
    for (const [path, number] of numbersIn(inner, at === '' ? key : `${at}.${key}`)) found.set(path, number);
  return found;
}

/** A copy in which the number at `path` is `number`; everything beside the way to it is shared. */
export function withNumber<T>(value: T, path: ParameterPath, number: number): T {
  const [key, ...rest] = path.split('.');
  const copy = (Array.isArray(value) ? [...value] : { ...value }) as Record<string, unknown>;
  const inner = copy[key!];
  copy[key!] = rest.length === 0 ? number : withNumber(inner, rest.join('.'), number);
  return copy as T;
}

/** The same values, behind a proxy that notes in `read` each number that is looked at. */
export function recording<T extends object>(value: T, read: Set<ParameterPath>, at: ParameterPath = ''): T {
  const inner = new Map<PropertyKey, unknown>();
  // Frozen targets would forbid a proxy to answer with another proxy.
  const target = (Array.isArray(value) ? [...value] : { ...value }) as T;
  return new Proxy(target, {
    get(of, key) {
      const found = Reflect.get(of, key);
      if (typeof key === 'symbol') return found;
      const path = at === '' ? key : `${at}.${key}`;
      if (typeof found === 'number' && Object.keys(of).includes(key)) read.add(path);
      if (!isPlain(found)) return found;
      if (!inner.has(key)) inner.set(key, recording(found, read, path));
      return inner.get(key);
    },
  });
}

function isPlain(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  return Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype;
}
