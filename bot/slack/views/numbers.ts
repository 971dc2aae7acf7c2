/** What a series measures, from its unit or, as Prometheus names things, from the end of its name. */
export function unitOf(series: { readonly name: string; readonly unit?: string }): string | undefined {
  if (series.unit !== undefined && series.unit !== '') return series.unit;
  const end = /_(seconds|milliseconds|ms|bytes|ratio|percent)(?:_total|_sum|_count)?$/.exec(series.name)?.[1];
  return end === 'ms' ? 'milliseconds' : end;
}

const BYTES = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];

/** A measured value as people read it: `669 ms`, `128 MiB`, `12 %`, `1,240`. */
export function measured(value: number, unit?: string): string {
  if (!Number.isFinite(value)) return '–';
  switch (unit) {
    case 'seconds':
    case 's':
      return Math.abs(value) < 1 && value !== 0 ? `${rounded(value * 1_000)} ms` : `${rounded(value)} s`;
    case 'milliseconds':
    case 'ms':
      return Math.abs(value) >= 1_000 ? `${rounded(value / 1_000)} s` : `${rounded(value)} ms`;
    case 'bytes': {
      const step = Math.min(BYTES.length - 1, Math.max(0, Math.floor(Math.log2(Math.abs(value) || 1) / 10)));
      return `${rounded(value / 1_024 ** step)} ${BYTES[step]}`;
    }
    case 'ratio':
      return `${rounded(value * 100)} %`;
    case 'percent':
    case '%':
      return `${rounded(value)} %`;
    default:
      return rounded(value);
  }
}

/** Three digits that count, with separators for thousands. */
function rounded(value: number): string {
  const size = Math.abs(value);
  const digits = size >= 100 || size === 0 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3;
  return value.toLocaleString('en', { maximumFractionDigits: digits });
}

/** How a value stands to an earlier one: `× 47`, `+ 12 %`, `− 30 %`, `the same`. */
export function changeInWords(before: number, now: number): string {
  if (before === now) return 'the same';
  if (before === 0 || Math.sign(before) !== Math.sign(now)) return now > before ? 'up' : 'down';
  const factor = now / before;
  if (factor >= 2) return `× ${rounded(factor)}`;
  const percent = Math.round((factor - 1) * 100);
  if (percent === 0) return 'about the same';
  return percent > 0 ? `+ ${percent} %` : `− ${-percent} %`;
}

const BARS = '▁▂▃▄▅▆▇█';

/** Counts as a line of bars, at most `width` of them; empty for no counts. */
export function sparkline(counts: readonly number[], width = 12): string {
  if (counts.length === 0) return '';
  const size = Math.ceil(counts.length / width);
  const sums: number[] = [];
  for (let at = 0; at < counts.length; at += size) {
    sums.push(counts.slice(at, at + size).reduce((sum, count) => sum + count, 0));
  }
  const highest = Math.max(...sums, 1);
  return sums.map((sum) => BARS[sum === 0 ? 0 : Math.max(1, Math.round((sum / highest) * 7))]).join('');
}
