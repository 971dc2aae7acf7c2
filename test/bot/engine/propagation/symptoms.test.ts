import { expect, test } from '@jest/globals';
import { readMetrics } from '../../../../bot/engine/metric-reading/read-metrics.ts';
import { callGraph } from '../../../../bot/engine/propagation/call-graph.ts';
import { symptomsOf } from '../../../../bot/engine/propagation/symptoms.ts';
import { AS_OF, iso, level, metricEvidence, ONSET_MINUTE } from '../../../support/metric-evidence.ts';

/** Symptoms where latency was once so many times its level, and that many times its spread as far as its past tells. */
function symptoms(times: number, score: number): readonly string[] {
  const [usual, slow] = [level(0.04), level(0.04 * times, 0.04 * times)];
  const value = (i: number) => (i >= 189 && i < 229 ? slow(i) : usual(i));
  const series = [{ name: 'request_latency_seconds', labels: { service: 'edge' }, value }];
  const evidence = metricEvidence({ series, topology: { edge: [] }, question: 'it was slow' });
  if (evidence.metrics.status !== 'observed') throw new Error('made without metrics');
  const [onset, until] = [iso(AS_OF - 3000), iso(AS_OF - 600)];
  const change = { kind: 'level-shift' as const, direction: 'up' as const, onset, until, before: 0.04, score };
  const items = evidence.metrics.value.map((one) => ({ ...one, changes: [{ ...change, during: 0.04 * times }] }));
  const slis = { status: 'unknown' as const, tool: 'list_slis', reason: 'not in this source' };
  const changed = { ...evidence, slis, metrics: { ...evidence.metrics, value: items } };
  return symptomsOf(changed, readMetrics(changed), callGraph(changed)).map(({ name }) => name);
}

test('what grows to several times its level is a symptom, though too little past tells its spread', () => {
  expect(symptoms(20, 4)).toEqual(['edge']);
  expect(symptoms(2, 9)).toEqual(['edge']);
  expect(symptoms(2, 4)).toEqual([]);
  expect(symptoms(20, 1)).toEqual([]);
});

test('failures that a cloud counts matter by their share of the requests that it counts, not by what they were', () => {
  const labels = { target_group: 'targetgroup/till/6d0ecf831eec9f09' };
  const named = (failed: number, asked: number) => {
    const failures = (i: number) => (i < ONSET_MINUTE ? 0 : failed);
    const evidence = metricEvidence({
      series: [
        { name: 'aws_applicationelb_httpcode_target_5_xx_count_sum', labels, value: failures },
        { name: 'aws_applicationelb_request_count_sum', labels, value: (i) => asked + (i % 9) },
      ],
      topology: { till: [] },
      question: 'errors?',
    });
    return symptomsOf(evidence, readMetrics(evidence), callGraph(evidence)).map(({ name }) => name);
  };
  expect(named(2, 2_000)).toEqual([]);
  expect(named(40, 2_000)).toEqual(['till']);
  expect(named(2, 100)).toEqual(['till']);
});

test('one failure more a minute is chance where three are usual, and none where they are tenfold', () => {
  const labels = { service: 'till' };
  const named = (failed: number, usual: number) => {
    const failures = (i: number) => (i < ONSET_MINUTE ? usual : failed);
    const series = [{ name: 'myapp_failed_requests', labels, value: failures }];
    const evidence = metricEvidence({ series, topology: { till: [] }, question: 'errors?' });
    return symptomsOf(evidence, readMetrics(evidence), callGraph(evidence)).map(({ name }) => name);
  };
  expect(named(4, 3)).toEqual([]);
  expect(named(30, 3)).toEqual(['till']);
});
