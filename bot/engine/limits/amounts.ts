import type { Limit } from '../knowledge/limits/limit.ts';
import { BYTE_UNITS } from '../knowledge/units.ts';
import type { ReadSeries } from '../metric-reading/read-series.ts';
import { FORMAT } from '../parameters.ts';

const BYTES = /bytes|memory|storage|disk(?!_io|_queue)|heap|rss/i;
/** A value as a person writes it: bytes in GiB, shares in per cent, seconds as seconds. */
export function amount(value: number, { series, meaning }: ReadSeries, unit?: Limit['unit']): string {
  if (unit === 's') return `${digits(value)} s`;
  if (unit === '/s') return `${digits(value)} a second`;
  if (unit === 'days') return `${digits(value)} days`;
  if (unit === 'count') return digits(value);
  if (BYTES.test(`${series.name} ${series.unit ?? ''}`) && !/ratio|percent|utili[sz]ation/i.test(series.name)) {
    const size = BYTE_UNITS.find(([least]) => Math.abs(value) >= least);
    return size === undefined ? digits(value) : `${digits(value / size[0])} ${size[1]}`;
  }
  if (/share|steal|idle|(?<!threads-)busy|pressure|gc-time|balance|heap-after/.test(meaning.signal))
    return share(value);
  return digits(value);
}

/** A ratio in per cent. */
export function share(ratio: number): string {
  return `${digits(ratio * FORMAT.percent)} %`;
}

function digits(value: number): string {
  const rounded = Math.abs(value) >= FORMAT.percent ? Math.round(value) : Number(value.toPrecision(FORMAT.digits));
  return String(rounded);
}
