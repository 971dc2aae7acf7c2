import { expect, test } from '@jest/globals';
import { generate } from 'selfsigned';
import { createMetrics } from '../../../../bot/server/metrics.ts';
import { daysLeft, embedded, measure, readPrometheus } from '../../../../infra/aws/instance/publish-metrics.ts';

test('what the bot counts becomes what the alarms watch: the growth since the last reading', async () => {
  const metrics = createMetrics();
  metrics.delivery('command', 'ok', 40);
  const before = readPrometheus(await metrics.registry.metrics());
  metrics.delivery('command', 'ok', 300);
  metrics.delivery('event', 'ok', 2_400);
  metrics.ended('answered', 1_000, 'healthy');
  metrics.ended('failed', 1_000);
  metrics.error('timeout', 'collect');
  metrics.spent({ inputTokens: 700, outputTokens: 50, microDollars: 12 });
  metrics.waiting(3);
  metrics.beat();
  const now = readPrometheus(await metrics.registry.metrics());
  expect(measure(now, before)).toEqual({
    InvestigationsEnded: 2,
    InvestigationsFailed: 1,
    Acknowledgements: 2,
    SlowAcknowledgements: 1,
    Errors: 1,
    Heartbeats: 1,
    InvestigationsWaiting: 3,
    ModelTokens: 750,
  });
});

test('a bot that was restarted counts from zero', () => {
  const before = readPrometheus('sre_investigations_total{status="failed",verdict="none"} 7\n');
  const now = readPrometheus('sre_investigations_total{status="failed",verdict="none"} 2\n');
  expect(measure(now, before)).toMatchObject({ InvestigationsFailed: 2, InvestigationsEnded: 2 });
});

test('queue and tokens are told where the bot tells them, and are otherwise absent', () => {
  const now = readPrometheus('sre_investigations_waiting 4\nsre_model_tokens_total{direction="in"} 900\n');
  expect(measure(now, {})).toMatchObject({ InvestigationsWaiting: 4, ModelTokens: 900 });
  expect(measure({}, {})).not.toHaveProperty('InvestigationsWaiting');
  expect(measure({}, {})).not.toHaveProperty('ModelTokens');
});

test('what is not a reading is passed over', () => {
  expect(readPrometheus('# HELP a b\n\nnonsense\na{le="+Inf"} 3\nb NaN\nc 1e3 1700000000\n')).toEqual({
    'a{le="+Inf"}': 3,
    c: 1000,
  });
});

test('a line is in the embedded metric format', () => {
  const line = embedded('oncall', { Errors: 2 }, new Date('2026-01-01T00:00:00Z'));
  expect(line.endsWith('\n')).toBe(true);
  expect(JSON.parse(line)).toEqual({
    _aws: {
      Timestamp: 1_767_225_600_000,
      LogGroupName: '/oncall/metrics',
      CloudWatchMetrics: [{ Namespace: 'oncall', Dimensions: [[]], Metrics: [{ Name: 'Errors' }] }],
    },
    Errors: 2,
  });
});

test('the days of a certificate are counted to its end', async () => {
  const now = new Date();
  const notAfterDate = new Date(now.getTime() + 10 * 86_400_000);
  const { cert } = await generate([{ name: 'commonName', value: 'oncall.example.com' }], { notAfterDate });
  expect(daysLeft(cert, now)).toBeCloseTo(10, 1);
});
