import type { LogPattern, ServiceLogs } from '../../domain/signals.ts';
import { FORMAT } from '../parameters.ts';

/**
 * What a client writes that times its own lookups, in whatever words around it: `DNS lookup of orders took 2.5 s`, `resolving
 * orders.shop.internal took 2.5 s`, or of a connection that it opens `dial orders: lookup took 2.5 s, connect 1 ms`.
 */
const SLOW_LOOKUP =
  /(?:\b(?:DNS|host ?name|name) (?:look-?ups?|resolution|resolving|quer(?:y|ies))\b[^\n]{0,80}?|\b(?:resolv(?:e|ed|ing|ution of)|looked up) (?:host(?:name)? )?["']?[a-z\d][\w-]*(?:\.[\w-]+)+\.?["']?:? |\b(?:dial|connect)\w*\b[^\n]{0,80}?\blook-?up )\btook:? (\d+(?:\.\d+)?) ?(ms|milliseconds|s|secs?|seconds)\b/i;

export interface SlowLookup {
  readonly logs: ServiceLogs;
  readonly pattern: LogPattern;
}

/** What clients wrote of lookups that took them at least so many seconds, by each sample of a pattern; the most lines first. */
export function slowLookups(logs: readonly ServiceLogs[], leastSeconds: number): readonly SlowLookup[] {
  return logs
    .flatMap((one) =>
      one.patterns
        .filter(({ samples }) => samples.length > 0 && samples.every(({ text }) => secondsOf(text) >= leastSeconds))
        .map((pattern) => ({ logs: one, pattern })),
    )
    .sort((a, b) => b.pattern.count - a.pattern.count);
}

function secondsOf(text: string): number {
  const [, figure, unit = ''] = SLOW_LOOKUP.exec(text) ?? [];
  if (figure === undefined) return 0;
  return /^m/i.test(unit) ? Number(figure) / FORMAT.millis : Number(figure);
}
