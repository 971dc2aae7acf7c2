import { expect, test } from '@jest/globals';
import type { ServiceLogs } from '../../../../bot/domain/signals.ts';
import { diagnose } from '../../../../bot/engine/index.ts';
import { AS_OF, iso, type MadeSeries, metricEvidence, ONSET_MINUTE } from '../../../support/metric-evidence.ts';

const minute = (i: number) => iso(AS_OF - (239 - i) * 60);
const lb = { job: 'haproxy', instance: 'lb1:8404' };

/** What HAProxy answers at the address it listens on, so many of each hundred requests with 503. */
function answers(failing: number): readonly MadeSeries[] {
  const of = (code: string, before: number, during: number): MadeSeries => ({
    name: 'haproxy_frontend_http_responses_total',
    labels: { ...lb, proxy: 'fe_web', code },
    type: 'counter',
    value: (i) => 60 * (Math.min(i, ONSET_MINUTE) * before + Math.max(0, i - ONSET_MINUTE) * during),
  });
  return [of('2xx', 100, 100 - failing), of('5xx', 0, failing)];
}

function balancer(text: string, from: number): ServiceLogs {
  const seen = { firstSeen: minute(from), lastSeen: minute(238) };
  return {
    service: 'haproxy-a',
    lines: 900,
    levels: { info: 900 },
    firstSeen: minute(0),
    lastSeen: minute(239),
    patterns: [{ template: text, count: 40, level: 'info', ...seen, samples: [{ text, timestamp: seen.firstSeen }] }],
  };
}

const QUEUED =
  'haproxy[81]: 10.1.0.4:33313 [04/Mar/2026:05:12:01.655] fe_web be_till/<NOSRV> 0/2001/-1/-1/2001 503 217 - - sQ-- 41/41/6/3/0 0/12 "GET /till HTTP/1.1"';
const SERVED =
  'haproxy[81]: 10.1.0.4:33313 [04/Mar/2026:05:12:01.655] fe_web be_till/till1 0/0/1/19/20 200 209 - - ---- 41/41/6/3/0 0/0 "GET /till HTTP/1.1"';
const topology = { 'haproxy-a': ['till'], till: ['till-db'] };

test('requests that time out in the queue of a balancer are short of the connections it may open', () => {
  const evidence = metricEvidence({ series: answers(24), topology, logs: [balancer(QUEUED, ONSET_MINUTE)] });
  const [first, ...others] = diagnose(evidence).hypotheses;
  expect(first).toMatchObject({ cause: 'connection_pool_exhausted', component: 'service/haproxy-a' });
  // The address it listens on is no service of its own.
  for (const { component } of others) expect(component).not.toBe('service/fe_web');
});

test('a balancer that serves has no such want', () => {
  const evidence = metricEvidence({ series: answers(0), topology, logs: [balancer(SERVED, 0)] });
  expect(diagnose(evidence).verdict).not.toBe('fault');
});
