import { expect, test } from '@jest/globals';
import { diagnose } from '../../../../bot/engine/index.ts';
import type { Candidate } from '../../../../bot/engine/rank/candidates.ts';
import { earlierThan, lastSeen } from '../../../../bot/engine/rank/earlier.ts';
import { alert, level, metricEvidence, ONSET_MINUTE } from '../../../support/metric-evidence.ts';

const MINUTES = 240;
const pool = { service: 'orders', pool: 'main' };
/** Callers wait for a connection from the first to the last of these minutes. */
const waits = (from: number, to: number) => (i: number) => (i >= from && i < to ? 6 : 0);

/** Orders fail from the onset on; its pool was exhausted in the given minutes. */
function answerTo(from: number, to: number) {
  const requests = (code: string, share: (i: number) => number) => {
    let total = 0;
    const counts = Array.from({ length: MINUTES }, (_, i) => {
      total += 600 * share(i);
      return total;
    });
    return {
      name: 'http_requests_total',
      labels: { service: 'orders', code },
      type: 'counter',
      value: (i: number) => counts[i]!,
    };
  };
  const fails = (i: number) => (i >= ONSET_MINUTE ? 0.3 : 0);
  return diagnose(
    metricEvidence({
      series: [
        requests('200', (i) => 1 - fails(i)),
        requests('500', fails),
        { name: 'hikaricp_connections_pending', labels: pool, value: waits(from, to) },
        { name: 'hikaricp_connections_active', labels: pool, value: level(3) },
        { name: 'hikaricp_connections_max', labels: pool, value: () => 10 },
      ],
      topology: { orders: [] },
      alerts: [alert('OrdersFail', { service: 'orders', severity: 'critical' }, 13)],
      target: { kind: 'service', name: 'orders' },
      question: 'OrdersFail fires',
    }),
  ).hypotheses;
}

const beliefIn = (hypotheses: ReturnType<typeof answerTo>) =>
  hypotheses.find(({ cause }) => cause === 'connection_pool_exhausted')?.confidence ?? 0;

test('what was over before the present trouble began is not its cause, and the answer says so', () => {
  const earlier = answerTo(ONSET_MINUTE - 25, ONSET_MINUTE - 18);
  const lasting = answerTo(ONSET_MINUTE, MINUTES);
  expect(lasting[0]?.cause).toBe('connection_pool_exhausted');
  expect(earlier[0]?.cause).not.toBe('connection_pool_exhausted');
  expect(beliefIn(earlier)).toBeLessThan(beliefIn(lasting) / 2);
});

test.each([
  ['the container was last ended before', 'kubernetes', true],
  ['memory has climbed since before, and goes on', 'metrics', false],
] as const)('%s the present trouble began: whether that is another matter', (_, source, isEarlier) => {
  const seen = { source, tool: 'list_objects', target: 'service/orders', text: '', observedAt: '2026-03-04T10:00:00Z' };
  const candidate = { cause: 'memory_leak', evidence: [seen] } as unknown as Candidate;
  const present = { since: Date.parse('2026-03-04T10:30:00Z'), felt: true };
  expect(earlierThan(present, [])(candidate)).toBe(isEarlier);
  expect(earlierThan({ ...present, felt: false }, [])(candidate)).toBe(false);
});

test('lines without a time that can be read may be of now', () => {
  const line = { source: 'logs', tool: 'list_patterns', target: 'service/orders', text: '' } as const;
  const seen = (...times: readonly (string | undefined)[]) =>
    lastSeen({
      cause: 'connection_pool_exhausted',
      evidence: times.map((observedAt) => (observedAt === undefined ? line : { ...line, observedAt })),
      findings: [],
    } as unknown as Candidate);
  expect(seen('2026-03-04T10:00:00Z')).toBe(Date.parse('2026-03-04T10:00:00Z'));
  expect(seen('2026-03-04T10:00:00Z', undefined)).toBeUndefined();
  expect(seen('junk')).toBeUndefined();
});
