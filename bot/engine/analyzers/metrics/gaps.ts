import type { Sli } from '../../../domain/service-level.ts';
import { type CallLevels, changeSpan, type Levels, levelsOf } from '../../metric-reading/call-levels.ts';
import { isNoticedLatency } from '../../metric-reading/noticed-latency.ts';
import { FORMAT, type Parameters } from '../../parameters.ts';
import { STRENGTH } from '../strength-parameters.ts';
import { CALLS, GAPS } from './call-parameters.ts';

/** Statistics that add up over a way and its end, best first. */
const STATISTICS = ['mean', 'p50', 'p90', 'p95', 'p99'] as const;

/** How much longer a call takes for the caller than for the callee, in seconds. */
export interface Gap {
  readonly client: Sli;
  readonly server: Sli;
  readonly before: number;
  readonly during: number;
  readonly spent: number;
  readonly onset: string;
  readonly belief: number;
}

/** A call that both sides time. */
export interface Measured {
  readonly call: CallLevels;
  /** Undefined where callers wait no longer, or for the callee's own work. */
  readonly gap: Gap | undefined;
}

/** One for which callers wait. */
export type Slow = Measured & { readonly gap: Gap };

/**
 * What passes between the two sides of a call; undefined where they do not time it by the same statistic. `alerted`: whether
 * anybody complains, so that a gap of the last minute counts.
 */
export function measured(call: CallLevels, alerted: boolean, parameters: Parameters): Measured | undefined {
  const pairs = STATISTICS.flatMap((statistic): readonly Pair[] => {
    const timed = (slis: readonly Sli[]) =>
      slis.find((sli) => sli.indicator === 'latency' && sli.statistic === statistic);
    const client = timed(call.client);
    const server = timed(call.server);
    return client === undefined || server === undefined ? [] : [{ client, server }];
  });
  const [best] = pairs;
  if (best === undefined) return undefined;
  const begun = () => pairs.map((pair) => begunGap(pair, call, parameters)).find((gap) => gap !== undefined);
  return { call, gap: lastingGap(best, parameters) ?? (alerted ? begun() : undefined) };
}

/** One statistic of the same calls, as both sides time them. */
interface Pair {
  readonly client: Sli;
  readonly server: Sli;
}

function lastingGap({ client, server }: Pair, parameters: Parameters): Gap | undefined {
  const span = changeSpan(client, 'up');
  if (span === undefined || (client.score ?? 0) < parameters.metrics.movedScore) return undefined;
  if (client.shape === 'spike' || span.until - span.from < CALLS.lastingSeconds) return undefined;
  const seen = levelsOf(client, span.from, span.until);
  const own = levelsOf(server, span.from, span.until);
  return seen && own && gapBetween({ client, server }, seen, own, client.onset!, parameters);
}

/**
 * A gap in the last slice of what was read, where enough calls wait for it that no single slow one makes it. An alert comes
 * before minutes have passed; without one, a minute is a blip.
 */
function begunGap(pair: Pair, call: CallLevels, parameters: Parameters): Gap | undefined {
  const from = pair.client.course.at(-1)?.[0];
  const rate = call.client.find(({ indicator }) => indicator === 'rate');
  if (from === undefined || rate === undefined) return undefined;
  const percent = /^p(\d+)$/.exec(pair.client.statistic ?? '')?.[1];
  const share = percent === undefined ? 0 : 1 - Number(percent) / FORMAT.percent;
  if (rate.last * rate.stepSeconds * share < GAPS.begunCalls) return undefined;
  const seen = levelsOf(pair.client, from, Number.POSITIVE_INFINITY);
  const own = levelsOf(pair.server, from, Number.POSITIVE_INFINITY);
  const onset = new Date(from * FORMAT.millis).toISOString();
  return seen && own && gapBetween(pair, seen, own, onset, parameters, STRENGTH.supported);
}

function gapBetween(
  pair: Pair,
  seen: Levels,
  own: Levels,
  onset: string,
  parameters: Parameters,
  belief: number = STRENGTH.likely,
): Gap | undefined {
  const spent = Math.max(0, own.during - own.before);
  if (!isNoticedLatency(seen.before, seen.during, parameters) || 1 - spent / (seen.during - seen.before) < GAPS.between)
    return undefined;
  return { ...pair, ...seen, spent: own.during, onset, belief };
}
