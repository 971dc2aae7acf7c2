import { expect, test } from '@jest/globals';
import type { Observation, ObservationKind } from '../../../../bot/domain/observation.ts';
import type { EvidenceSet } from '../../../../bot/domain/signals.ts';
import { PARAMETERS } from '../../../../bot/engine/parameters.ts';
import type { Candidate } from '../../../../bot/engine/rank/candidates.ts';
import { bringsAbout } from '../../../../bot/engine/rank/depth.ts';
import { hadPassed, isPast } from '../../../../bot/engine/rank/earlier.ts';
import type { Reach } from '../../../../bot/engine/rank/reach.ts';

const at = (clock: string) => `2026-03-04T10:${clock}Z`;
const evidence = { asOf: at('10:00') } as EvidenceSet;
const observed = (kind: ObservationKind, component: string, from: string, more: Partial<Observation> = {}) =>
  ({ kind, name: kind, component, from, class: 'relevant', evidence: [], ...more }) as Observation;

/** The pool of `stock` was empty until two minutes ago, by its own log. */
const pool = {
  component: 'service/stock',
  cause: 'connection_pool_exhausted',
  evidence: [{ source: 'logs', tool: 't', target: 'service/stock', text: '', observedAt: at('08:00') }],
} as unknown as Candidate;
const shopFails = observed('error-ratio', 'service/shop', at('07:30'));
const past = (...observations: Observation[]) => isPast(pool, { observations, evidence, parameters: PARAMETERS });

test('a state that fell silent is past where its own requests are well again and others fail on', () => {
  expect(past(shopFails, observed('error-ratio', 'service/stock', at('07:30'), { until: at('08:30') }))).toBe(true);
});

test('it is past as well where its program fails on with other words', () => {
  const own = observed('error-ratio', 'service/stock', at('07:30'));
  const other = (last: string) => observed('log-errors', 'service/stock', at('08:30'), { lastSeen: at(last) });
  expect(past(own, other('09:55'))).toBe(true);
  expect(past(own, other('08:40'))).toBe(false);
});

test('it is not past while its requests fail, while nothing else does, or when it was seen a moment ago', () => {
  const own = observed('error-ratio', 'service/stock', at('07:30'));
  expect(past(shopFails, own)).toBe(false);
  expect(past(observed('error-ratio', 'service/stock', at('07:30'), { until: at('08:30') }))).toBe(false);
  const fresh = { ...pool, evidence: [{ ...pool.evidence[0]!, observedAt: at('09:40') }] };
  const well = observed('error-ratio', 'service/stock', at('07:30'), { until: at('08:30') });
  expect(isPast(fresh, { observations: [shopFails, well], evidence, parameters: PARAMETERS })).toBe(false);
});

test('a state that its log last told of a minute before another cause began brings that about no more', () => {
  const began = (clock: string) =>
    ({ ...pool, evidence: [], findings: [{ onset: at(clock) }] }) as unknown as Candidate;
  expect(hadPassed(pool, began('09:01'), PARAMETERS)).toBe(true);
  expect(hadPassed(pool, began('08:59'), PARAMETERS)).toBe(false);
  const measured = { ...pool, evidence: [{ ...pool.evidence[0]!, source: 'metrics' as const }] };
  expect(hadPassed(measured, began('09:01'), PARAMETERS)).toBe(false);
});

test('a wait measured on the way to a callee outranks the slowness of the caller that it makes, unless it says nothing of it', () => {
  const nothing: ReadonlySet<never> = new Set();
  const reach = {
    dependants: () => nothing,
    dependencies: () => nothing,
    places: () => nothing,
    callees: () => [],
  } as unknown as Reach;
  const candidate = (more: object) =>
    ({ evidence: [], findings: [], explains: [], reportedBy: [], grade: 'measured', ...more }) as unknown as Candidate;
  const slow = candidate({ component: 'service/shop', cause: 'latency_regression', belief: 0.79 });
  const way = { component: 'service/stock', cause: 'pod_network_delay', belief: 0.75 };
  const measured = candidate({ ...way, explains: ['service/shop'] });
  expect(bringsAbout(measured, slow, reach, PARAMETERS)).toBe(true);
  expect(bringsAbout(candidate(way), slow, reach, PARAMETERS)).toBe(false);
  expect(bringsAbout(candidate({ ...way, belief: 0.6, explains: ['service/shop'] }), slow, reach, PARAMETERS)).toBe(
    false,
  );
});
