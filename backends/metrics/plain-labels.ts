type Labels = Readonly<Record<string, string>>;

const known = new WeakMap<Labels, ReadonlyMap<string, string>>();

/** Labels by name in lower case with `_` for any separator: `service.name` is `service_name`. */
export function plainLabels(labels: Labels): ReadonlyMap<string, string> {
  const before = known.get(labels);
  if (before !== undefined) return before;
  const plain = new Map(
    Object.entries(labels).map(([key, value]) => [key.toLowerCase().replaceAll(/[.\-/]/g, '_'), value] as const),
  );
  known.set(labels, plain);
  return plain;
}
