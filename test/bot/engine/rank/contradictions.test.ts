import { expect, test } from '@jest/globals';
import type { Finding } from '../../../../bot/domain/finding.ts';
import type { EvidenceSet } from '../../../../bot/domain/signals.ts';
import { rank } from '../../../../bot/engine/rank/rank.ts';
import { evidenceOf, market } from '../../../support/kubernetes.ts';
import { AS_OF, iso, type MadeSeries, metricEvidence, ONSET_MINUTE } from '../../../support/metric-evidence.ts';

/** A cause at the desk that was first seen some minutes ago. */
function cause(code: NonNullable<Finding['cause']>, minutesAgo?: number, more: Partial<Finding> = {}): Finding {
  const text = `desk: ${code}`;
  return {
    analyzer: 'rule',
    component: 'service/desk',
    cause: code,
    statement: text,
    strength: 0.9,
    grade: 'shown',
    ...(minutesAgo === undefined ? {} : { onset: iso(AS_OF - minutesAgo * 60) }),
    evidence: [{ source: 'kubernetes', tool: 'list_objects', target: 'service/desk', text }],
    ...more,
  };
}

/** Requests of one service a minute; from the onset to a minute that many of them fail and they take so long. */
function requests(service: string, { failing = 0, seconds = 0.1, until = 240 } = {}): readonly MadeSeries[] {
  const inFault = (i: number) => Math.max(0, Math.min(i, until) - ONSET_MINUTE);
  const all = (i: number) => i * 600;
  const failed = (i: number) => inFault(i) * failing;
  const slow = (i: number) => inFault(i) * 600 * (seconds - 0.1);
  const series: readonly MadeSeries[] = [
    { name: 'http_requests_total', labels: { service, code: '200' }, value: (i) => all(i) - failed(i) },
    { name: 'http_requests_total', labels: { service, code: '500' }, value: failed },
    { name: 'http_request_duration_seconds_sum', labels: { service }, value: (i) => all(i) * 0.1 + slow(i) },
    { name: 'http_request_duration_seconds_count', labels: { service }, value: all },
  ];
  return series.map((one) => ({ ...one, type: 'counter' }));
}

/** What is said against a hypothesis, where others are found as well. */
function against(finding: Finding, evidence: EvidenceSet, others: readonly Finding[] = []): readonly string[] {
  const answer = rank([finding, ...others], evidence);
  const told = answer.hypotheses.find((one) => one.cause === finding.cause);
  expect(told).toBeDefined();
  return answer.evidence.filter(({ id }) => told!.contradicting.includes(id)).map(({ text }) => text);
}

const failing = requests('desk', { failing: 200 });

test('what failed well before the first sign of a cause speaks against it, and what failed after does not', () => {
  const before = against(cause('bad_config_change', 3), metricEvidence({ series: failing }));
  expect(before).toEqual([
    expect.stringMatching(/^Began 1[12] minutes before the first sign of it: desk: share of failed/),
  ]);
  expect(against(cause('bad_config_change', 15), metricEvidence({ series: failing }))).toEqual([]);
  expect(against(cause('bad_config_change'), metricEvidence({ series: failing }))).toEqual([]);
});

test('of what ends again and again the last end is kept: that requests failed before it is no contradiction', () => {
  const finding = cause('oom_killed', 3);
  const dated = finding.evidence.map((one) => ({ ...one, observedAt: iso(AS_OF - 180) }));
  expect(against({ ...finding, evidence: dated }, metricEvidence({ series: failing }))).toEqual([]);
});

test('what a cause would show and was measured to be as ever speaks against it, with the figure', () => {
  const well = metricEvidence({ series: requests('desk') });
  expect(against(cause('lock_contention', 15), well)).toEqual([
    expect.stringMatching(/^As usual: desk: mean latency 100 ms/),
  ]);
  expect(against(cause('bad_config_change', 15), well)).toEqual([
    expect.stringMatching(/^As usual: desk: share of failed requests 0 %/),
  ]);
  const slow = metricEvidence({ series: requests('desk', { seconds: 2 }) });
  expect(against(cause('lock_contention', 15), slow)).toEqual([]);
});

test('so it is with those that call it, where all that are measured are well', () => {
  const topology = { till: ['desk'], kiosk: ['desk'] };
  const of = (kiosk: readonly MadeSeries[]) =>
    against(cause('database_storage_full', 15), metricEvidence({ topology, series: [...requests('till'), ...kiosk] }));
  expect(of(requests('kiosk')).join()).toMatch(/till: share of failed requests 0 %.*kiosk: share of failed/);
  expect(of(requests('kiosk', { failing: 200 }))).toEqual([]);
});

test('what was not read, or served nothing, speaks neither for nor against', () => {
  expect(against(cause('lock_contention', 15), metricEvidence({ topology: { till: ['desk'] } }))).toEqual([]);
  const idle = requests('desk').map((one) => ({ ...one, value: () => 4_000 }));
  expect(against(cause('bad_config_change', 15), metricEvidence({ series: idle }))).toEqual([]);
});

test('a change that stands while the trouble is over speaks against itself', () => {
  const over = metricEvidence({ series: requests('desk', { failing: 300, until: ONSET_MINUTE + 5 }) });
  const lead = cause('bad_deploy', 16, { grade: 'coincides', strength: 0.9 });
  const passed = cause('database_storage_full', 15, { until: iso(AS_OF - 600) });
  expect(against(lead, over, [passed]).join()).toMatch(
    /^Ended, and nothing read says that the change was undone: desk: share of failed/,
  );
});

test('pods that are all ready speak against what keeps pods from being made, and missing ones do not', () => {
  const world = market();
  const finding = cause('missing_image_pull_secret', undefined, { component: 'service/stall' });
  expect(against(finding, evidenceOf(world))).toEqual([expect.stringMatching(/^stall: all 1 wanted pods are ready/)]);
  expect(against(finding, evidenceOf(market(), { objects: { status: 'unknown', tool: 'x', reason: 'no' } }))).toEqual(
    [],
  );
});
