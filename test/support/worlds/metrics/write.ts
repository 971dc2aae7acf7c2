import type { TimeAxis } from '../time-axis.ts';
import type { Series } from './sink.ts';

/** Series as Prometheus answers `query_range` for `{__name__=~".+"}`, one file for each letter that names begin with. */
export function matrixFiles(series: readonly Series[], axis: TimeAxis): Map<string, string> {
  const times = Array.from({ length: axis.points }, (_, index) => String(axis.at(index)));
  const byFile = new Map<string, string[]>();
  for (const { name, labels, values } of series) {
    const points = figures(values, (text, index) => `[${times[index]},"${text}"]`);
    if (points.length === 0) continue;
    const file = `metrics/${name.split('_', 1)[0]}.json`;
    const results = byFile.get(file) ?? [];
    results.push(`{"metric":${JSON.stringify({ __name__: name, ...labels })},"values":[${points.join(',')}]}`);
    byFile.set(file, results);
  }
  return new Map(
    [...byFile].map(([file, results]) => [
      file,
      `{"status":"success","data":{"resultType":"matrix","result":[${results.join(',')}]}}`,
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
  const times = Array.from({ length: axis.points }, (_, index) => String(axis.at(index)));
  const lines: string[] = [];
  for (const [family, members] of families) {
    lines.push(`# TYPE ${family} ${members[0]!.type}`);
    for (const { name, labels, values } of members) {
      const pairs = Object.entries(labels).map(([label, text]) => `${label}=${JSON.stringify(text)}`);
      const key = pairs.length === 0 ? name : `${name}{${pairs.join(',')}}`;
      const points = figures(values, (text, index) => `${key} ${text} ${times[index]}`);
      if (points.length > 0) lines.push(points.join('\n'));
    }
  }
  lines.push('# EOF', '');
  return lines.join('\n');
}

/** What is written of each value that was scraped. Most series stand still for long: what a value reads is kept for the next. */
function figures(values: Series['values'], write: (text: string, index: number) => string): string[] {
  const written: string[] = [];
  let last: number | undefined;
  let text = '';
  for (let index = 0; index < values.length; index++) {
    const value = values[index];
    if (value === undefined) continue;
    if (value !== last) {
      text = figure(value);
      last = value;
    }
    written.push(write(text, index));
  }
  return written;
}

function figure(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (Number.isInteger(value)) return String(value);
  return String(Number(value.toPrecision(8)));
}
