import { expect, test } from '@jest/globals';
import type { Finding } from '../../../../bot/domain/finding.ts';
import type { Observation, ObservationKind } from '../../../../bot/domain/observation.ts';
import type { EvidenceSet } from '../../../../bot/domain/signals.ts';
import type { Component } from '../../../../bot/domain/target.ts';
import { PARAMETERS } from '../../../../bot/engine/parameters.ts';
import type { Asked } from '../../../../bot/engine/rank/asked.ts';
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
  findings: [],
  evidence: [{ source: 'logs', tool: 't', target: 'service/stock', text: '', observedAt: at('08:00') }],
} as unknown as Candidate;
const shopFails = observed('error-ratio', 'service/shop', at('07:30'));
/** `shop` was asked about, and needs `stock`. */
const context = {
  evidence,
  parameters: PARAMETERS,
  asked: { component: 'service/shop' } as unknown as Asked,
  reach: { dependencies: () => new Set<Component>(['service/stock']) } as unknown as Reach,
};
const past = (...observations: Observation[]) => isPast(pool, { ...context, observations });

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
  expect(isPast(fresh, { ...context, observations: [shopFails, well] })).toBe(false);
});

const certificate = (silence: Finding['fellSilent']) =>
  ({ ...pool, cause: 'certificate_expired', findings: [{ fellSilent: silence }] }) as unknown as Candidate;

test('whatever its frequent lines told of gave way to errors that began after a pause in which requests were served', () => {
  const other = (from: string, last = '09:58') =>
    observed('log-errors', 'service/shop', at(from), { lastSeen: at(last) });
  const gaveWay = (candidate: Candidate, ...more: Observation[]) =>
    isPast(candidate, { ...context, observations: [shopFails, ...more] });
  const silent = certificate({ at: at('08:00'), everyMs: 400 });
  expect(gaveWay(silent, other('09:10'))).toBe(true);
  // A breaker that opens, or whatever else ends the lines and begins at once.
  expect(gaveWay(silent, other('08:02'))).toBe(false);
  expect(gaveWay(certificate({ at: at('08:00'), everyMs: 5000 }), other('09:10'))).toBe(false);
  // Elsewhere, or over as well.
  expect(gaveWay(silent, { ...other('09:10'), component: 'service/post' })).toBe(false);
  expect(gaveWay(silent, other('08:30', '08:40'))).toBe(false);
  // Lines that come seldom tell nothing by their absence; a container that keeps ending writes nothing between.
  expect(gaveWay(certificate(undefined), other('09:10'))).toBe(false);
  expect(gaveWay(silent, other('09:10'), observed('condition', 'service/stock', at('07:00')))).toBe(false);
});

test('a change that was taken back, and its errors with it, is past where the alert began well after', () => {
  const alert = (from: string) => observed('alert', 'service/shop', at(from));
  const undone = { ...pool, cause: 'bad_deploy', until: at('05:00') } as Candidate;
  const isOver = (one: Candidate, from: string) => isPast(one, { ...context, observations: [alert(from)] });
  expect(isOver(undone, '09:00')).toBe(true);
  expect(isOver(undone, '06:00')).toBe(false);
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
