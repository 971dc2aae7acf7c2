const sample = /^([a-zA-Z_:][\w:]*)(\{.*\}) (\S+) (\d+)$/;

/** What is not as it should be in a text of OpenMetrics. */
export function checkMetrics(text: string, end: number): string[] {
  const out: string[] = [];
  const types = new Map<string, string>();
  const last = new Map<string, { value: number; at: number }>();
  const buckets = new Map<string, Map<number, number[]>>();
  const counts = new Map<string, number>();
  const lines = text.split('\n');
  const torn = text.endsWith('# EOF\n') ? -1 : lines.length - 1;
  for (const [i, line] of lines.entries()) {
    if (line.startsWith('# TYPE ')) {
      const [, , name, type] = line.split(' ');
      if (types.has(name!)) out.push(`${name} has two parts`);
      types.set(name!, type!);
      continue;
    }
    if (line === '' || line.startsWith('#')) continue;
    const match = sample.exec(line);
    if (!match) {
      if (i !== torn) out.push(`not a sample: ${line.slice(0, 90)}`);
      continue;
    }
    const [, name, labels, number, stamp] = match as unknown as [string, string, string, string, string];
    const key = name + labels;
    const value = Number(number);
    const at = Number(stamp);
    const before = last.get(key);
    if (before && at <= before.at) out.push(`${key}: its times do not rise`);
    if (at > end || at < end - 7300) out.push(`${key}: outside of the window`);
    if (before && rises(name, types) && value < before.value) out.push(`${key} falls`);
    last.set(key, { value, at });
    if (at > end - 120) note(name, labels, value, at, buckets, counts);
  }
  out.push(...checkBuckets(buckets, counts));
  return [...new Set(out)].slice(0, 8);
}

function note(
  name: string,
  labels: string,
  value: number,
  at: number,
  buckets: Map<string, Map<number, number[]>>,
  counts: Map<string, number>,
): void {
  if (name.endsWith('_bucket')) {
    const key = name.slice(0, -7) + labels.replace(/,le="[^"]*"/, '');
    const all = buckets.get(key) ?? new Map<number, number[]>();
    buckets.set(key, all);
    all.set(at, [...(all.get(at) ?? []), value]);
  } else if (name.endsWith('_count')) counts.set(`${name.slice(0, -6)}${labels}@${at}`, value);
}

function rises(name: string, types: Map<string, string>): boolean {
  if (types.get(name) === 'gauge') return false;
  if (types.get(name.replace(/_total$/, '')) === 'counter' || types.get(name) === 'unknown') return true;
  return /_(bucket|sum|count)$/.test(name);
}

function checkBuckets(buckets: Map<string, Map<number, number[]>>, counts: Map<string, number>): string[] {
  const out: string[] = [];
  for (const [key, all] of buckets) {
    for (const [at, list] of all) {
      if (list.some((v, i) => i > 0 && v < list[i - 1]!)) out.push(`${key}: buckets do not rise`);
      const count = counts.get(`${key}@${at}`);
      if (count !== undefined && count !== list.at(-1)) out.push(`${key}: +Inf is not its count`);
    }
  }
  return out;
}
