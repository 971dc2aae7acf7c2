import type { Parameters } from '../parameters.ts';

/** Whether a latency (seconds) rose by what a person would notice: by so much, and by such a factor. */
export function isNoticedLatency(
  before: number,
  during: number,
  { latencyRiseSeconds, latencyFactor }: Pick<Parameters, 'latencyRiseSeconds' | 'latencyFactor'>,
): boolean {
  return during - before >= latencyRiseSeconds && during >= latencyFactor * before;
}
