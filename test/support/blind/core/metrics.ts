import type { Curve, Span } from './span.ts';

type Labels = Record<string, string>;
interface Series {
  suffix: string;
  labels: Labels;
  curve?: Curve;
  points?: number[];
  gaps: [number, number][];
}
interface Family {
  type: string;
  series: Series[];
}

const fits = (labels: Labels, match: Labels): boolean => Object.entries(match).every(([k, v]) => labels[k] === v);

/** Collects series and writes them as OpenMetrics with timestamps. */
export class Metrics {
  private readonly families = new Map<string, Family>();
  private readonly span: Span;
  readonly times: number[] = [];
  constructor(span: Span) {
    this.span = span;
    for (let at = span.start; at <= span.end; at += span.step) this.times.push(at);
  }
  private family(name: string, type: string): Family {
    const known = this.families.get(name) ?? { type, series: [] };
    this.families.set(name, known);
    return known;
  }
  has(name: string): boolean {
    return this.families.has(name);
  }
  gauge(name: string, labels: Labels, curve: Curve): void {
    const family = this.family(name, 'gauge');
    const same = family.series.find((s) => fits(s.labels, labels) && fits(labels, s.labels));
    if (same) same.curve = curve;
    else family.series.push({ suffix: '', labels, curve, gaps: [] });
  }
  /** Of a rate a second. A name that does not end in _total is written as unknown, as some exporters do. */
  counter(name: string, labels: Labels, rate: Curve, first?: number): void {
    const total = name.endsWith('_total');
    const family = this.family(total ? name.slice(0, -6) : name, total ? 'counter' : 'unknown');
    let value = first ?? Math.round(rate(this.span.start) * this.span.random.int(40_000, 400_000));
    const points = this.times.map((at) => {
      value += Math.max(0, rate(at)) * this.span.step;
      return name.includes('seconds') ? value : Math.round(value);
    });
    family.series.push({ suffix: total ? '_total' : '', labels, points, gaps: [] });
  }
  /** Of requests a second and their mean; bounds and sum in the same unit. */
  histogram(name: string, labels: Labels, rate: Curve, mean: Curve, bounds: number[], buckets = true): void {
    const family = this.family(name, buckets ? 'histogram' : 'summary');
    const counts = bounds.map(() => 0);
    const lines = bounds.map((): number[] => []);
    const all: number[] = [];
    const sums: number[] = [];
    let count = 0;
    let sum = 0;
    const add = (requests: number, average: number): void => {
      count += requests;
      sum += requests * average;
      bounds.forEach((bound, i) => {
        const below = Math.round(requests / (1 + ((average * 0.85) / bound) ** 3));
        counts[i] = counts[i]! + below;
      });
    };
    add(Math.round(rate(this.span.start) * this.span.random.int(40_000, 400_000)), mean(this.span.start));
    let owed = 0;
    for (const at of this.times) {
      owed += Math.max(0, rate(at)) * this.span.step;
      const requests = Math.floor(owed);
      owed -= requests;
      add(requests, mean(at));
      for (const [i, value] of counts.entries()) lines[i]!.push(value);
      all.push(count);
      sums.push(sum);
    }
    const put = (suffix: string, extra: Labels, points: number[]): void => {
      family.series.push({ suffix, labels: { ...labels, ...extra }, points, gaps: [] });
    };
    if (buckets) {
      for (const [i, bound] of bounds.entries())
        put('_bucket', { le: bound % 1 === 0 ? `${bound}.0` : `${bound}` }, lines[i]!);
      put('_bucket', { le: '+Inf' }, all);
    }
    put('_sum', {}, sums);
    put('_count', {}, all);
  }
  /** As a histogram, but each sample tells only what came since the one before, as OTLP's deltas are kept by Prometheus. */
  delta(name: string, given: Labels, rate: Curve, mean: Curve, bounds: number[]): void {
    const labels = { ...given, __temporality__: 'delta' };
    const seen = new Map<number, [requests: number, mean: number]>();
    let owed = 0;
    for (const at of this.times) {
      owed += Math.max(0, rate(at)) * this.span.step;
      seen.set(at, [Math.floor(owed), mean(at)]);
      owed -= Math.floor(owed);
    }
    const below = (at: number, bound: number): number => {
      const [requests, average] = seen.get(at)!;
      return Math.round(requests / (1 + ((average * 0.85) / bound) ** 3));
    };
    for (const bound of bounds) this.gauge(`${name}_bucket`, { ...labels, le: `${bound}` }, (at) => below(at, bound));
    this.gauge(`${name}_bucket`, { ...labels, le: '+Inf' }, (at) => seen.get(at)![0]);
    this.gauge(`${name}_sum`, labels, (at) => seen.get(at)![0] * seen.get(at)![1]);
    this.gauge(`${name}_count`, labels, (at) => seen.get(at)![0]);
  }
  /** Another curve for the gauges that match; at least one has to. */
  set(name: string, match: Labels, curve: Curve): void {
    const found = this.families.get(name)?.series.filter((s) => fits(s.labels, match)) ?? [];
    if (found.length === 0) throw new Error(`no series ${name} ${JSON.stringify(match)}`);
    for (const series of found) series.curve = curve;
  }
  labelsOf(name: string, match: Labels): Labels[] {
    return (this.families.get(name.replace(/_total$/, ''))?.series ?? [])
      .filter((s) => fits(s.labels, match))
      .map((s) => s.labels);
  }
  /** Takes away counters that match, to write others in their place. */
  drop(name: string, match: Labels = {}): void {
    const family = this.families.get(name.replace(/_total$/, ''));
    if (!family) throw new Error(`no family ${name}`);
    family.series = family.series.filter((s) => !fits(s.labels, match));
  }
  /** No samples of what matches in this time: the target was gone. */
  gap(match: Labels, from: number, to: number, but: string[] = ['up']): void {
    for (const [name, family] of this.families) {
      if (but.some((b) => name.startsWith(b))) continue;
      for (const series of family.series) if (fits(series.labels, match)) series.gaps.push([from, to]);
    }
  }
  text(): string {
    const lines: string[] = [];
    for (const [name, family] of this.families) {
      if (family.series.length === 0) continue;
      lines.push(`# TYPE ${name} ${family.type}`);
      for (const series of family.series) {
        const labels = Object.entries(series.labels).map(([k, v]) => `${k}="${v}"`);
        const head = `${name}${series.suffix}{${labels.join(',')}}`;
        this.times.forEach((at, i) => {
          if (series.gaps.some(([from, to]) => at >= from && at < to)) return;
          const value = series.points ? series.points[i]! : series.curve!(at);
          lines.push(`${head} ${Number(value.toPrecision(12))} ${at}`);
        });
      }
    }
    return `${lines.join('\n')}\n# EOF\n`;
  }
}
