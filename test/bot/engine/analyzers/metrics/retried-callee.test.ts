import { expect, test } from '@jest/globals';
import type { ServiceLogs } from '../../../../../bot/domain/signals.ts';
import { retriedCallee } from '../../../../../bot/engine/analyzers/metrics/retried-callee.ts';
import { PARAMETERS } from '../../../../../bot/engine/parameters.ts';
import { AS_OF, type MadeSeries, metricEvidence, ONSET_MINUTE } from '../../../../support/metric-evidence.ts';

/** A counter of requests a minute, usual and during the trouble. */
function requests(service: string, code: string, usual: number, during: number): MadeSeries {
  return {
    name: 'http_requests_total',
    labels: { service, code },
    type: 'counter',
    value: (i) => 1e6 + usual * Math.min(i, ONSET_MINUTE) + during * Math.max(0, i - ONSET_MINUTE),
  };
}
const logs = (text: string): ServiceLogs => {
  const [from, to] = [AS_OF - 14 * 60, AS_OF].map((time) => new Date(time * 1000).toISOString());
  const one = {
    template: text,
    level: 'warn',
    count: 40,
    firstSeen: from!,
    lastSeen: to!,
    samples: [{ text }],
  } as const;
  return { service: 'till', lines: 400, levels: {}, firstSeen: from!, lastSeen: to!, patterns: [one] };
};
const AGAIN = 'attempt 4 of 5: GET http://desk:8080/seats: 503';
interface Given {
  readonly factor?: number;
  readonly failing?: number;
  readonly caller?: number;
  readonly said?: string;
  /** Requests of a service behind the one that fails rise with it. */
  readonly behind?: boolean;
  readonly topology?: Record<string, string[]>;
  /** A change of the caller a minute before, and what it says. */
  readonly changed?: string;
}
const analyze = ({ factor = 5, failing = 0.4, caller = 1, said = AGAIN, behind = false, topology, changed }: Given) => {
  const desk = 1200 * factor;
  const series = [
    requests('desk', '200', 1200, desk * (1 - failing)),
    requests('desk', '503', 0, desk * failing),
    requests('till', '200', 900, 900 * caller),
    ...(behind ? [requests('drawer', '200', 600, 600 * factor)] : []),
  ];
  const timestamp = new Date((AS_OF - 16 * 60) * 1000).toISOString();
  const changes =
    changed === undefined ? [] : [{ id: 'c1', kind: 'config' as const, service: 'till', summary: changed, timestamp }];
  return retriedCallee.analyze(
    metricEvidence({ series, changes, logs: [logs(said)], ...(topology && { topology }) }),
    PARAMETERS,
  );
};

test('a failing service that alone gets many times its requests, and a caller that tries again, are a storm', () => {
  expect(analyze({})).toMatchObject({
    status: 'found',
    findings: [{ component: 'service/desk', cause: 'retry_storm', grade: 'shown', explains: ['service/till'] }],
  });
});

test.each<[string, Given]>([
  ['requests that rise at the caller too', { caller: 5 }],
  ['a service that serves them all', { failing: 0 }],
  ['requests that stay', { factor: 1 }],
  ['callers that say nothing of trying again', { said: 'GET http://desk:8080/seats: 503' }],
  ['callers that try somebody else again', { said: 'attempt 4 of 5: GET http://desk-lamp:8080/seats: 503' }],
])('is clear for %s', (_, given) => {
  expect(analyze(given).status).toBe('clear');
});

test('what it calls itself gets more as well, and who calls it decides', () => {
  const topology = { till: ['desk'], desk: ['drawer'], drawer: [] };
  expect(analyze({ behind: true }).status).toBe('clear');
  expect(analyze({ behind: true, topology }).status).toBe('found');
  expect(analyze({ behind: true, topology, caller: 5 }).status).toBe('clear');
  expect(analyze({ behind: true, topology: { till: ['desk'], drawer: ['desk'], desk: [] } }).status).toBe('clear');
});

test.each([
  ['till', 'retries of desk 1 -> 8 without a pause'],
  ['till', 'till: backoff of its calls 2s -> 20ms'],
  // One that lets it try less often, or says nothing of tries, did not bring them.
  ['desk', 'retries of desk 8 -> 3'],
  ['desk', 'till: new labels'],
])('the storm is of %s where its caller was changed: %s', (name, changed) => {
  expect(analyze({ changed })).toMatchObject({ findings: [{ component: `service/${name}`, cause: 'retry_storm' }] });
});
