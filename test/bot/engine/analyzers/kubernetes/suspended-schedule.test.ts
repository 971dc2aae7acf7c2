import { expect, test } from '@jest/globals';
import { job } from '../../../../../bot/engine/analyzers/kubernetes/job.ts';
import { PARAMETERS } from '../../../../../bot/engine/parameters.ts';
import { ago, evidenceOf, market, object, observed } from '../../../../support/kubernetes.ts';

/** A schedule that is switched off and ran an hour ago, and what another program has begun to write since then. */
function suspended(text: string, { level = 'warn', since = 1800, service = 'stall', on = false } = {}) {
  const world = market();
  const jobTemplate = { spec: { template: { metadata: {}, spec: { containers: [] } } } };
  const spec = { suspend: !on, schedule: '*/20 * * * *', jobTemplate };
  world.objects.push(object('CronJob', 'fetch-prices', { spec, status: { lastScheduleTime: ago(on ? 300 : 3600) } }));
  const seen = { firstSeen: ago(since), lastSeen: ago(60) };
  const pattern = { template: text, count: 30, level, ...seen, samples: [{ text }] };
  const logs = { service, lines: 400, levels: { info: 370, [level]: 30 }, firstSeen: ago(7200), lastSeen: ago(5) };
  const evidence = evidenceOf(world, { logs: observed([{ ...logs, patterns: [pattern] }]) as never });
  const result = job.analyze(evidence, PARAMETERS);
  return result.status === 'found' ? result.findings[0] : undefined;
}

const MISSED = 'prices are 35 minutes old: no run of fetch-prices';

test('a schedule that is switched off is at fault where another program misses it by name since it ran last', () => {
  expect(suspended(MISSED)).toMatchObject({
    component: 'service/fetch-prices',
    cause: 'cron_job_suspended',
    grade: 'shown',
    explains: ['service/stall'],
    onset: new Date(Date.parse(ago(3600)) + 20 * 60_000).toISOString(),
  });
});

test.each([
  ['who complains of something else', suspended('prices are dear')],
  ['who has complained since before', suspended(MISSED, { since: 7000 })],
  ['who only mentions it', suspended(MISSED, { level: 'info' })],
  ['who is called otherwise', suspended('no run of fetch-prices-eu')],
  ['its own log', suspended(MISSED, { service: 'fetch-prices' })],
])('a schedule that is switched off is no more than worth a look for %s', (_, found) => {
  expect(found).toMatchObject({ cause: 'cron_job_suspended', explains: [] });
  expect(found!.grade).toBeUndefined();
});

test('a schedule that is on is none, whoever complains', () => {
  expect(suspended(MISSED, { on: true })).toBeUndefined();
});
