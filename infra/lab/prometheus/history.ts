import { execFile } from 'node:child_process';
import { createWriteStream, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { promisify } from 'node:util';
import { createRandom } from '../random.ts';
import { madeUpCounters } from './made-up-counters.ts';
import { type ObservedSeries, observe, type ScrapeTarget } from './observe.ts';

export interface HistoryOptions {
  readonly promtool: string;
  readonly dataFolder: string;
  readonly workFolder: string;
  readonly targets: readonly ScrapeTarget[];
  readonly hours: number;
  readonly stepSeconds: number;
  /** How long is looked, to tell rates and usual values. */
  readonly lookSeconds: number;
  /** When the programs were started: the past ends before, and their counters began anew. */
  readonly until: Date;
  readonly seed: number;
}

/** Of no use as a past: counted in ones and twos, or constant. */
const LEFT_OUT = /^(nodejs_gc|nodejs_version|process_start_time|ALERTS)/;
const run = promisify(execFile);

/**
 * Makes a usual past: looks at every target for a while, and writes blocks in which counters rose at that rate and gauges
 * had one of the values seen, with the wobble of a busy system, minutes with more slow answers, and a slow wave.
 */
export async function writeHistory(options: HistoryOptions): Promise<void> {
  const { targets, workFolder, hours, stepSeconds } = options;
  const observed = await observe(targets, options.lookSeconds);
  const end = Math.floor(options.until.getTime() / 1000 / stepSeconds) * stepSeconds;
  const times = Array.from({ length: Math.floor((hours * 3600) / stepSeconds) }, (_, n) => end - n * stepSeconds);
  times.reverse();
  const families = new Map<string, string[]>();
  for (const [index, target] of targets.entries()) {
    const random = createRandom(options.seed * 1000 + index);
    // One course of traffic for all series of a target, so that ratios and quantiles stay what they are.
    const traffic = times.map((time) => 1 + 0.1 * Math.sin((time / 7200) * Math.PI) + 0.06 * (random() - 0.5));
    const rising = madeUpCounters(observed[index] ?? [], { traffic, stepSeconds, random });
    const up: ObservedSeries = { name: 'up', labels: '', isCounter: false, values: [1], perSecond: 0 };
    for (const series of [up, ...(observed[index] ?? [])]) {
      if (LEFT_OUT.test(series.name)) continue;
      const next = rising.get(series) ?? scattering(series.values, random);
      const labels = labelText(
        { ...target.labels, instance: target.labels.instance ?? new URL(target.url).host },
        series.labels,
      );
      const lines = times.map((time, n) => `${series.name}${labels} ${next(n)} ${time}`);
      const family = familyOf(series);
      families.set(family, [...(families.get(family) ?? []), ...lines]);
    }
  }
  const file = join(workFolder, 'history.om');
  await write(file, families);
  mkdirSync(options.dataFolder, { recursive: true });
  const command = ['tsdb', 'create-blocks-from', 'openmetrics', file, options.dataFolder];
  await run(options.promtool, command, { maxBuffer: 2 ** 26 });
  rmSync(file);
}

/** Small whole numbers, such as connections or replicas, stay whole. */
function scattering(values: readonly number[], random: () => number): () => number {
  const whole = values.every((value) => Number.isInteger(value) && value < 1000);
  return () => {
    const value = values[Math.floor(random() * values.length)] ?? 0;
    return whole ? value : value * (1 + 0.03 * (random() - 0.5));
  };
}

/** Name and OpenMetrics type; parts of histograms go as `unknown`, which asks for no order among them. */
function familyOf({ name, isCounter }: ObservedSeries): string {
  if (!isCounter) return `${name} gauge`;
  return name.endsWith('_total') ? `${name.slice(0, -6)} counter` : `${name} unknown`;
}

async function write(file: string, families: ReadonlyMap<string, readonly string[]>): Promise<void> {
  const out = createWriteStream(file);
  for (const [family, lines] of families) {
    out.write(`# TYPE ${family}\n`);
    for (let from = 0; from < lines.length; from += 5_000) out.write(`${lines.slice(from, from + 5_000).join('\n')}\n`);
  }
  out.end('# EOF\n');
  await finished(out);
}

/** The labels of the target and those of the series, which win. */
function labelText(target: Readonly<Record<string, string>>, inner: string): string {
  const own = inner.slice(1, -1);
  const names = new Set([...own.matchAll(/(?:^|,)(\w+)="/g)].map(([, name]) => name));
  const given = Object.entries(target).filter(([name]) => !names.has(name));
  const pairs = given.map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  return `{${[...pairs, ...(own === '' ? [] : [own])].join(',')}}`;
}
