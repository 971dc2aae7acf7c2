import type { MetricSeries } from '../../domain/signals.ts';
import type { LookupQuery, SeriesComparison } from '../../ports/lookups.ts';
import type { ToolGateway } from '../../ports/tool-gateway.ts';
import { type Read, readMetrics, readPage } from './reads.ts';

const COMPARED = 8;
const DAY_MS = 86_400_000;

/** The series that changed, and each one's median in the same window a day before. */
export async function compareWithYesterday(
  gateway: ToolGateway,
  query: LookupQuery,
  signal: AbortSignal,
): Promise<Read<SeriesComparison>> {
  const changed = await readMetrics(gateway, query, signal);
  const rows = await Promise.all(
    changed.rows.slice(0, COMPARED).map(async (series): Promise<SeriesComparison> => {
      const end = Date.parse(series.to);
      const start = end - query.sinceSeconds * 1_000;
      const lasting = series.changes.find(({ until, kind }) => until === undefined && kind !== 'gap');
      const inWindow = series.sketch.filter(([at]) => at * 1_000 >= start).map(([, value]) => value);
      // Where a change lasts to now, the window's median would still speak of the time before it.
      const now = lasting?.during ?? medianOf(inWindow);
      const before = await medianBetween(gateway, series, start - DAY_MS, end - DAY_MS, signal);
      const { name, labels, unit } = series;
      return { name, labels, ...(unit && { unit }), now: now ?? series.last, ...(before !== undefined && { before }) };
    }),
  );
  const none = rows.length > 0 && rows.every(({ before }) => before === undefined);
  const day = none ? 'nothing is kept from the same window a day before' : 'and the same window a day before';
  return { ...changed, rows, searched: `${changed.searched}; ${day}` };
}

async function medianBetween(
  gateway: ToolGateway,
  series: MetricSeries,
  start: number,
  end: number,
  signal: AbortSignal,
): Promise<number | undefined> {
  const labels = Object.entries(series.labels)
    .filter(([, value]) => !/[,=]/.test(value))
    .map(([key, value]) => `${key}=${value}`)
    .join(',');
  const args = {
    name: series.name,
    ...(labels !== '' && { labels }),
    start: new Date(start).toISOString(),
    end: new Date(end).toISOString(),
    max_points: 200,
    limit: 1,
  };
  const { rows } = await readPage<{ points?: readonly (readonly [number, number])[] }>(
    gateway,
    'metrics___query_series',
    args,
    'metrics',
    signal,
  );
  return medianOf((rows[0]?.points ?? []).map(([, value]) => value));
}

function medianOf(values: readonly number[]): number | undefined {
  const sorted = values.filter(Number.isFinite).sort((a, b) => a - b);
  return sorted.length === 0 ? undefined : sorted[Math.floor((sorted.length - 1) / 2)];
}
