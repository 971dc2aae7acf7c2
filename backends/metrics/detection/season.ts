import { median } from './order-statistics.ts';

const DAY = 86_400;
const WEEK = 7 * DAY;
const BINS_A_DAY = 48;
/** Noise that the profile must remove to be believed. */
const WORTHWHILE = 0.8;

/**
 * Removes a daily or weekly rhythm where the past (points before `pastEnd`) spans at least two periods: each point less
 * the median of its time of day (or of week), plus the overall median. Returns undefined where there is too little past,
 * or where the rhythm explains less than a fifth of the spread.
 */
export function withoutSeason(times: Float64Array, values: Float64Array, pastEnd: number): Float64Array | undefined {
  let past = 0;
  while (past < times.length && times[past]! < pastEnd) past++;
  const span = past > 1 ? times[past - 1]! - times[0]! : 0;
  // A tolerance of a twentieth lets "two days" be 2 × 24 h less one step.
  if (span < 1.9 * DAY || past < 2 * BINS_A_DAY) return undefined;
  const weekly = span >= 1.9 * WEEK ? removeRhythm(times, values, past, WEEK, BINS_A_DAY * 7) : undefined;
  return weekly ?? removeRhythm(times, values, past, DAY, BINS_A_DAY);
}

function removeRhythm(
  times: Float64Array,
  values: Float64Array,
  past: number,
  period: number,
  wantedBins: number,
): Float64Array | undefined {
  const bins = Math.min(wantedBins, Math.floor(past / 4));
  const binOf = (time: number) => Math.floor(((((time % period) + period) % period) / period) * bins);
  const members: number[][] = Array.from({ length: bins }, () => []);
  for (let i = 0; i < past; i++) members[binOf(times[i]!)]!.push(values[i]!);
  const profile = members.map((bin) => (bin.length === 0 ? undefined : median(Float64Array.from(bin), bin.length)));
  const overall = median(values.slice(0, past), past);
  const out = new Float64Array(values.length);
  for (let i = 0; i < values.length; i++) out[i] = values[i]! - (profile[binOf(times[i]!)] ?? overall) + overall;
  return deviation(out, past, overall) < WORTHWHILE * deviation(values, past, overall) ? out : undefined;
}

function deviation(values: Float64Array, length: number, centre: number): number {
  return median(
    values.slice(0, length).map((value) => Math.abs(value - centre)),
    length,
  );
}
