import type { EvidenceDraft } from '../../domain/finding.ts';
import type { LogPattern, ServiceLogs } from '../../domain/signals.ts';

const MAX_QUOTE = 300;

/** The evidence that a pattern is: how often, from when to when, and its words. */
export function quotePattern(service: ServiceLogs, pattern: LogPattern, tool: string, text?: string): EvidenceDraft {
  const times = pattern.count === 1 ? 'once' : `${pattern.count} times`;
  const span =
    pattern.firstSeen === undefined || pattern.lastSeen === undefined
      ? ''
      : pattern.firstSeen === pattern.lastSeen
        ? ` at ${pattern.firstSeen}`
        : ` from ${pattern.firstSeen} to ${pattern.lastSeen}`;
  const draft: EvidenceDraft = {
    source: 'logs',
    tool,
    target: `service/${service.service}`,
    text: `${service.service} wrote ${times}${span}: ${shorten(text ?? pattern.samples[0]?.text ?? pattern.template)}`,
  };
  return pattern.lastSeen === undefined ? draft : { ...draft, observedAt: pattern.lastSeen };
}

/** The first telling line of a text, cut to a length that can be read in a thread. */
function shorten(text: string): string {
  const lines = text.split('\n');
  const line = lines[0]!.startsWith('Traceback') ? (lines.at(-1) ?? '') : lines[0]!;
  return line.length <= MAX_QUOTE ? line : `${line.slice(0, MAX_QUOTE - 1)}…`;
}

/** The earliest of the times that are there. */
export function earliest(times: readonly (string | undefined)[]): string | undefined {
  return times.filter((time) => time !== undefined).sort()[0];
}
