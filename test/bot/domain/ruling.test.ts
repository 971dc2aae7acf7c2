import { expect, test } from '@jest/globals';
import { applyRulings, isAbout, type Ruling } from '../../../bot/domain/ruling.ts';
import { plainAnswer } from '../slack/views/answers.ts';

const ruling = (subject: string, out = true): Ruling => ({ subject, out, by: 'U1', at: '2026-01-02T03:04:05Z' });

test('a component that was ruled out drops, and the rest moves up with some of its belief', () => {
  const { answer, dropped } = applyRulings(plainAnswer, [ruling('service/basket')]);
  expect(dropped.map(({ hypothesis }) => hypothesis.component)).toEqual(['service/basket']);
  expect(answer.hypotheses).toMatchObject([{ component: 'service/shop', rank: 1, cause: 'bad_deploy' }]);
  expect(answer.hypotheses[0]!.confidence).toBeGreaterThan(0.3);
  expect(answer.hypotheses[0]!.confidence).toBeLessThanOrEqual(0.95);
});

test('a ruling that was taken back changes nothing', () => {
  expect(applyRulings(plainAnswer, [ruling('service/basket', false)])).toEqual({ answer: plainAnswer, dropped: [] });
});

test('with everything ruled out the answer is unknown and says so', () => {
  const { answer } = applyRulings(plainAnswer, [ruling('service/basket'), ruling('deploy')]);
  expect(answer).toMatchObject({ verdict: 'unknown', hypotheses: [] });
  expect(answer.reasons[0]).toContain('ruled out in this thread');
});

test.each([
  ['database', 'service/orders', 'database_cpu_saturation', true],
  ['the db', 'service/orders-db', 'pod_cpu_overload', true],
  ['database', 'service/orders', 'oom_killed', false],
  ['memory', 'service/orders', 'oom_killed', true],
  ['deploy', 'service/orders', 'bad_deploy', true],
  ['oom killed', 'service/orders', 'oom_killed', true],
  ['network', 'node/a', 'node_network_delay', true],
  ['cpu', 'service/orders', 'oom_killed', false],
] as const)('%s is about %s %s: %s', (subject, component, cause, expected) => {
  expect(isAbout(subject, { component, cause })).toBe(expected);
});
