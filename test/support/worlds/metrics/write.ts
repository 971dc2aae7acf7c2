import type { TimeAxis } from '../time-axis.ts';
import type { Series } from './sink.ts';

/** Series as Prometheus answers `query_range` for `{__name__=~".+"}`, one file for each letter that names begin with. */
export function matrixFiles(series: readonly Series[], axis: TimeAxis): Map<string, string> {
  const byFile = new Map<string, unknown[]>();
  for (const { name, labels, values } of series) {
    const points: [number, string][] = [];
    for (const [index, value] of values.entries())
      if (value !== undefined) points.push([axis.at(index), figure(value)]);
    if (points.length === 0) continue;
    const file = `metrics/${name.split('_', 1)[0]}.json`;
    const results = byFile.get(file) ?? [];
    results.push({ metric: { __name__: name, ...labels }, values: points });
    byFile.set(file, results);
  }
  return new Map(
    [...byFile].map(([file, result]) => [
      file,
      JSON.stringify({ status: 'success', data: { resultType: 'matrix', result } }),
    ]),
  );
}

/** Series as OpenMetrics text with time stamps in seconds, as `promtool tsdb create-blocks-from openmetrics` reads it. */
export function openMetrics(series: readonly Series[], axis: TimeAxis): string {
  const families = new Map<string, Series[]>();
  for (const one of series) {
    const members = families.get(one.family);
    if (members === undefined) families.set(one.family, [one]);
    else members.push(one);
  }
  const lines: string[] = [];
  for (const [family, members] of families) {
    lines.push(`# TYPE ${family} ${members[0]!.type}`);
    for (const { name, labels, values } of members) {
      const pairs = Object.entries(labels).map(([label, text]) => `${label}=${JSON.stringify(text)}`);
      const key = pairs.length === 0 ? name : `${name}{${pairs.join(',')}}`;
      for (const [index, value] of values.entries())
        if (value !== undefined) lines.push(`${key} ${figure(value)} ${axis.at(index)}`);
    }
  }
  lines.push('# EOF', '');
  return lines.join('\n');
}

function figure(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (Number.isInteger(value)) return String(value);
  return String(Number(value.toPrecision(8)));
}
