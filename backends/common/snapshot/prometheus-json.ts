import { asArray, asLabels, asNumber, asRecord, isRecord } from './json-shape.ts';
import type { SnapshotFile } from './list-files.ts';
import { readJson } from './read-json.ts';
import { isRecordedTime } from './recorded-time.ts';
import type { SeriesBuilder } from './series-builder.ts';
import type { WarningList } from './warning-list.ts';

/**
 * Reads one answer of Prometheus's `query_range` (matrix) or `query` (vector) into the builder. A series without a
 * `__name__`, as functions leave it, takes the file's name. Anything else is a warning.
 */
export async function readPrometheusJson(
  file: SnapshotFile,
  builder: SeriesBuilder,
  warnings: WarningList,
): Promise<void> {
  const value = await readJson(file, warnings);
  if (value === undefined) return;
  const body = asRecord(value);
  const result = asRecord(body.data ?? body).result;
  if (body.status === 'error') return warnings.add(file.path, 'is an error answer of Prometheus, skipped');
  if (!Array.isArray(result)) return warnings.add(file.path, 'is no Prometheus query answer', 1);
  const fallback = file.path
    .replace(/^.*\//, '')
    .replace(/\.json$/, '')
    .replaceAll(/\W/g, '_');
  for (const item of result) {
    if (!isRecord(item)) continue;
    const { __name__: name = fallback, ...labels } = asLabels(item.metric);
    const key = seriesKey(name, labels);
    const series = builder.indexOf(key, () => ({ name, labels }));
    const points = Array.isArray(item.values) ? item.values : item.value === undefined ? [] : [item.value];
    for (const point of points) {
      const [time, text] = asArray(point);
      const timestamp = asNumber(time);
      const sample = text === 'NaN' ? Number.NaN : asNumber(text);
      if (timestamp === undefined || !isRecordedTime(timestamp * 1000))
        warnings.add(file.path, 'has a point without a time');
      else if (sample !== undefined) builder.add(series, timestamp, sample);
    }
  }
}

/** The key OpenMetrics would write for these labels, so that one series in two files is one. */
function seriesKey(name: string, labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(([label, text]) => `${label}=${JSON.stringify(text)}`);
  return pairs.length === 0 ? name : `${name}{${pairs.join(',')}}`;
}
