import { expect, test } from '@jest/globals';
import type { CauseCode } from '../../../../bot/domain/cause.ts';
import type { Finding } from '../../../../bot/domain/finding.ts';
import { PARAMETERS } from '../../../../bot/engine/parameters.ts';
import { joinCandidates } from '../../../../bot/engine/rank/candidates.ts';
import { bringsAbout } from '../../../../bot/engine/rank/depth.ts';
import { readReach } from '../../../../bot/engine/rank/reach.ts';
import { evidenceOf, market } from '../../../support/kubernetes.ts';

function finding(cause: CauseCode, over: Partial<Finding> = {}): Finding {
  const [component, text] = ['service/ledger', `ledger ${cause}`] as const;
  const seen = [{ source: 'metrics' as const, tool: 'summarize_series', target: component, text }];
  return {
    analyzer: 'limit-reached',
    component,
    cause,
    statement: text,
    strength: 0.9,
    grade: 'shown',
    evidence: seen,
    ...over,
  };
}

const evidence = evidenceOf(market());

/** Whether the first of two findings at one component is why the other is seen. */
function isWhy(upper: Finding, lower: Finding): boolean {
  const [one, other] = [upper, lower].map((each) => joinCandidates([each], PARAMETERS)[0]!);
  return bringsAbout(one!, other!, readReach(evidence), PARAMETERS);
}

test.each<CauseCode>(['cni_address_exhaustion', 'insufficient_extended_resource', 'cloud_capacity_insufficient'])(
  'copies held back by %s leave their share of the requests to those that run',
  (cause) => {
    for (const loaded of ['pod_cpu_throttled', 'pod_cpu_overload', 'thread_pool_exhausted'] as const) {
      expect(isWhy(finding(cause, { strength: 0.7 }), finding(loaded))).toBe(true);
      expect(isWhy(finding(loaded), finding(cause, { strength: 0.7 }))).toBe(false);
    }
  },
);

test('what holds back no copy of a program makes the others no busier', () => {
  expect(isWhy(finding('hpa_target_missing'), finding('pod_cpu_throttled'))).toBe(false);
  expect(isWhy(finding('cni_address_exhaustion', { grade: 'coincides' }), finding('pod_cpu_throttled'))).toBe(false);
});

const waiting = finding('lock_contention', { grade: 'measured' });
const slow = finding('slow_query', { grade: 'measured', strength: 0.8 });
const scans = { ...slow, analyzer: 'database-pressure' };

test('operations that are counted as waiting wait for queries that look through many times as many rows', () => {
  expect([isWhy(scans, waiting), isWhy(waiting, scans)]).toEqual([true, false]);
});

test('locks that are said, or queries that are but slow, are no doing of scans', () => {
  const said = finding('lock_contention', { grade: 'said' });
  expect([isWhy(scans, said), isWhy(said, scans)]).toEqual([false, true]);
  expect([isWhy(slow, waiting), isWhy(waiting, slow)]).toEqual([false, true]);
});

test('work lies where what takes it ends as it starts, and does not make it end', () => {
  const [crash, backlog] = [finding('application_crash_on_start', { strength: 0.7 }), finding('queue_backlog')];
  expect([isWhy(crash, backlog), isWhy(backlog, crash)]).toEqual([true, false]);
});

const leak = (onset: string) => finding('memory_leak', { grade: 'measured', strength: 0.7, onset });
const pauses = (cause: CauseCode) => finding(cause, { strength: 0.95, onset: '2026-03-04T05:40:00Z' });

test.each<CauseCode>(['event_loop_blocked', 'garbage_collection_pressure'])(
  'memory that has grown for some time is why a program pauses (%s), and none that grows since it does',
  (cause) => {
    const [before, since] = [leak('2026-03-04T05:10:00Z'), leak('2026-03-04T05:38:00Z')];
    expect([isWhy(before, pauses(cause)), isWhy(pauses(cause), before)]).toEqual([true, false]);
    expect(isWhy(since, pauses(cause))).toBe(false);
    expect(isWhy({ ...before, component: 'service/stall' }, pauses(cause))).toBe(false);
  },
);

test.each<CauseCode>(['availability_regression', 'latency_regression'])(
  'of what nothing runs, that requests fail there (%s) is told by that, however much of the trouble they account for',
  (cause) => {
    const down = finding('workload_unavailable', { strength: 0.7 });
    const failing = finding(cause, { grade: 'measured', explains: ['service/portal'] });
    expect([isWhy(down, failing), isWhy(failing, down)]).toEqual([true, false]);
    // Where some of it runs, those that do may fail for a reason of their own.
    expect(isWhy(finding('workload_unavailable', { strength: 0.3 }), failing)).toBe(false);
  },
);
