import { expect, test } from '@jest/globals';
import type { ServiceLogs } from '../../../../bot/domain/signals.ts';
import { diagnose } from '../../../../bot/engine/index.ts';
import { AS_OF, iso, type MadeSeries, metricEvidence, ONSET_MINUTE } from '../../../support/metric-evidence.ts';

const minute = (i: number) => iso(AS_OF - (239 - i) * 60);

function says(service: string, text: string, from = ONSET_MINUTE, count = 56): ServiceLogs {
  const seen = { firstSeen: minute(from), lastSeen: minute(238) };
  const pattern = { template: text, count, level: 'error' as const, ...seen, samples: [{ text }] };
  const levels = { error: count };
  return { service, lines: 2000, levels, firstSeen: minute(0), lastSeen: minute(239), patterns: [pattern] };
}

/** Requests at the edge, nearly all of which fail since the onset. */
const requests: readonly MadeSeries[] = [
  ['200', 40, 1],
  ['502', 0, 39],
].map(([code, before, during]) => ({
  name: 'http_requests_total',
  labels: { job: 'edge', status: String(code) },
  type: 'counter',
  value: (i) => 60 * (Math.min(i, ONSET_MINUTE) * Number(before) + Math.max(0, i - ONSET_MINUTE) * Number(during)),
}));

const refused = (address: string) =>
  `[error] 7#7: *1 connect() failed (111: Connection refused) while connecting to upstream, client: 10.0.0.9, request: "GET / HTTP/1.1", upstream: "http://${address}/"`;
const GONE = "Error: Cannot find module './rates.json'\nRequire stack:\n- /srv/index.js";
const first = (...logs: readonly ServiceLogs[]) =>
  diagnose(metricEvidence({ series: requests, logs, question: 'nothing works' })).hypotheses[0];

const edge = says('edge', refused('172.20.0.7:4000'));

test('who is refused at an address that nobody is known by called the one program that went just then', () => {
  expect(first(edge, says('till', GONE, ONSET_MINUTE + 1))).toMatchObject({
    component: 'service/till',
    cause: 'application_crash_on_start',
    explains: expect.arrayContaining(['service/edge']),
  });
});

test.each([
  ['two programs went', [says('till', GONE), says('mail', GONE)]],
  ['it went long before', [says('till', GONE, ONSET_MINUTE - 60)]],
  ['another port refuses too', [says('till', GONE), says('desk', refused('172.20.0.9:5000'))]],
  ['the refused called its own machine', [says('till', GONE)], says('edge', refused('127.0.0.1:4000'))],
])('where %s, nothing ties them', (_, others: readonly ServiceLogs[], refusing = edge) => {
  for (const { component, explains = [] } of [first(refusing, ...others)].filter((one) => one !== undefined))
    if (component !== 'service/edge') expect(explains).not.toContain('service/edge');
});
