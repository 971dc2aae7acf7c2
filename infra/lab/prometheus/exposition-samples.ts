/** One sample of a scrape. */
export interface Sample {
  readonly name: string;
  /** `{a="b"}`, or empty. */
  readonly labels: string;
  readonly value: number;
  readonly isCounter: boolean;
}

/** Reads the text format: enough for what prom-client and the lab's exporters write. */
export function samplesIn(text: string): Sample[] {
  const types = new Map<string, string>();
  const samples: Sample[] = [];
  for (const line of text.split('\n')) {
    const [, family, type] = /^# TYPE (\S+) (\S+)$/.exec(line) ?? [];
    if (family !== undefined) types.set(family, type ?? '');
    const [, name, labels, value] = /^([a-zA-Z_:][\w:]*)(\{.*\})? (\S+)$/.exec(line) ?? [];
    if (name === undefined || value === undefined) continue;
    const base = types.has(name) ? name : name.replace(/_(bucket|sum|count)$/, '');
    const isCounter = types.get(base) === 'counter' || types.get(base) === 'histogram';
    samples.push({ name, labels: labels ?? '', value: Number(value), isCounter });
  }
  return samples;
}
