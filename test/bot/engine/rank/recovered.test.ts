import { expect, test } from '@jest/globals';
import type { CauseCode } from '../../../../bot/domain/cause.ts';
import type { Finding } from '../../../../bot/domain/finding.ts';
import type { Observation } from '../../../../bot/domain/observation.ts';
import type { EvidenceSet } from '../../../../bot/domain/signals.ts';
import { PARAMETERS } from '../../../../bot/engine/parameters.ts';
import type { Candidate } from '../../../../bot/engine/rank/candidates.ts';
import type { Explainer } from '../../../../bot/engine/rank/explain.ts';
import { spanOf } from '../../../../bot/engine/rank/recovered.ts';

const FROM = '2026-03-04T09:00:00Z';
const UNTIL = '2026-03-04T09:20:00Z';
const evidence = {
  asOf: '2026-03-04T10:00:00Z',
  window: { start: '2026-03-04T08:00:00Z', end: '2026-03-04T10:00:00Z' },
} as EvidenceSet;
const explainsAll = { probability: () => 1 } as unknown as Explainer;

function candidate(cause: CauseCode, ...findings: Partial<Finding>[]): Candidate {
  const each = findings.map((one) => ({ evidence: [], ...one }));
  return { component: 'service/etcd', cause, findings: each } as unknown as Candidate;
}

function observation(more: Partial<Observation>): Observation {
  return { component: 'service/etcd', class: 'relevant', evidence: [], from: FROM, ...more } as Observation;
}

const span = (one: Candidate, observations: readonly Observation[]) =>
  spanOf(one, observations, explainsAll, evidence, PARAMETERS);

test('what only its own figure tells of is over where that figure shows the end', () => {
  const ended = { from: FROM, until: UNTIL, passing: false };
  expect(span(candidate('etcd_slow', { onset: FROM, until: UNTIL }), [])).toEqual(ended);
  expect(span(candidate('etcd_slow', { onset: FROM }), [])).toBeUndefined();
  expect(span(candidate('etcd_slow', { onset: FROM, until: UNTIL }, { onset: FROM }), [])).toBeUndefined();
});

test('a figure that nobody feels, of another than the cause, does not keep open what is over', () => {
  const one = candidate('traffic_spike', { onset: FROM });
  const slow = observation({ kind: 'latency', until: UNTIL });
  const throttled = observation({ kind: 'limit', component: 'service/worker' });
  expect(span(one, [slow, throttled])).toEqual({ from: FROM, until: UNTIL, passing: false });
  expect(span(one, [slow, { ...throttled, component: 'service/etcd' }])).toBeUndefined();
  expect(span(one, [slow, throttled, observation({ kind: 'error-ratio' })])).toBeUndefined();
  // Its own that moved as the trouble ended, as memory that may be used again, is how it ended.
  const own = { ...throttled, component: 'service/etcd' as const };
  expect(span(one, [slow, { ...own, from: UNTIL }])).toBeDefined();
  expect(span(one, [slow, { ...own, from: '2026-03-04T09:10:00Z' }])).toBeUndefined();
});

test('what has been well for as long as it takes to tell is over', () => {
  const one = candidate('etcd_slow', { onset: FROM, until: UNTIL });
  const ended = (minutes: number) => new Date(Date.parse(UNTIL) + minutes * 60_000).toISOString();
  const seenAt = (asOf: string) => spanOf(one, [], explainsAll, { ...evidence, asOf }, PARAMETERS);
  expect(seenAt(ended(6))).toBeDefined();
  expect(seenAt(ended(5))).toBeUndefined();
});

test('what strikes at each of several moves is not over between two of them', () => {
  const told = (tool: string, observedAt: string) =>
    candidate('graceful_shutdown_missing', {
      onset: FROM,
      evidence: [{ source: 'logs', tool, target: 'a', text: 'b', observedAt }],
    });
  const felt = observation({ kind: 'error-ratio', until: UNTIL });
  expect(span(told('summarize_logs', '2026-03-04T09:19:30Z'), [felt])).toBeDefined();
  expect(span(told('summarize_logs', '2026-03-04T09:40:00Z'), [felt])).toBeUndefined();
  expect(span(told('list_events', '2026-03-04T09:40:00Z'), [felt])).toBeUndefined();
  expect(span(told('list_objects', '2026-03-04T09:40:00Z'), [felt])).toBeDefined();
});

test('errors that were written before requests began to fail go on as ever when they fail no more', () => {
  const one = candidate('dependency_unavailable', { onset: FROM });
  const failed = observation({ kind: 'error-ratio', until: UNTIL });
  const usual = observation({ kind: 'log-errors', from: '2026-03-04T08:10:00Z', lastSeen: '2026-03-04T09:58:00Z' });
  expect(span(one, [failed, usual])).toEqual({ from: FROM, until: UNTIL, passing: false });
  // Its busiest minutes ended later than what was felt, and say nothing of when that ended.
  expect(span(one, [failed, { ...usual, until: '2026-03-04T09:50:00Z' }])?.until).toBe(UNTIL);
  // They began with the fault, nobody counted that service's requests, or requests fail on.
  expect(span(one, [failed, { ...usual, from: FROM }])).toBeUndefined();
  expect(span(one, [failed, { ...usual, component: 'service/worker' }])).toBeUndefined();
  expect(span(one, [failed, usual, observation({ kind: 'error-ratio', component: 'service/worker' })])).toBeUndefined();
});

test('lines of single failures that trickle on keep nothing open once requests are measured to be well', () => {
  const line = { source: 'logs', tool: 'summarize_logs', target: 'service/etcd', text: 'b' } as const;
  const one = candidate('database_failover', {
    onset: FROM,
    evidence: [{ ...line, observedAt: '2026-03-04T09:58:00Z' }],
  });
  const failed = observation({ kind: 'error-ratio', until: UNTIL });
  const surged = observation({ kind: 'log-errors', until: UNTIL, evidence: [line] });
  expect(span(one, [failed, surged])).toEqual({ from: FROM, until: UNTIL, passing: false });
  // Nobody counted requests, other lines trickle, or a second surge came later.
  expect(span(one, [{ ...failed, kind: 'latency' }, surged])).toBeUndefined();
  expect(span(one, [failed, { ...surged, evidence: [{ ...line, text: 'c' }] }])).toBeUndefined();
  expect(span(one, [failed, observation({ kind: 'log-errors', from: UNTIL, evidence: [line] })])).toBeUndefined();
});

// Dean and Barroso, "The Tail at Scale" (CACM 2013): collections of garbage, queues and daemons make any service slow for moments.
test('a slow minute well after the end is another matter, failures that come back are not', () => {
  const one = candidate('dependency_unavailable', { onset: FROM });
  const failed = observation({ kind: 'error-ratio', until: UNTIL });
  const blip = { from: '2026-03-04T09:56:00Z', until: '2026-03-04T09:57:00Z' };
  expect(span(one, [failed, observation({ kind: 'latency', ...blip })])).toEqual({
    from: FROM,
    until: UNTIL,
    passing: false,
  });
  expect(span(one, [failed, observation({ kind: 'error-ratio', ...blip })])).toBeUndefined();
  // Slow for longer, or while the fault was still ending.
  const long = observation({ kind: 'latency', from: '2026-03-04T09:50:00Z', until: blip.until });
  expect(span(one, [failed, long])).toBeUndefined();
  const soon = { from: '2026-03-04T09:24:00Z', until: '2026-03-04T09:25:00Z' };
  expect(span(one, [failed, observation({ kind: 'latency', ...soon })])?.until).toBe(soon.until);
});
