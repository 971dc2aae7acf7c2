import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { CAUSES } from '../../../bot/domain/cause.ts';
import { judge } from '../../../infra/lab/bench/judge.ts';
import { FAULTS } from '../../../infra/lab/faults/index.ts';
import { createRandom } from '../../../infra/lab/random.ts';
import { faultNamed } from '../../../infra/lab/session.ts';
import { SERVICES } from '../../../infra/lab/system.ts';

const rules = parse(readFileSync(new URL('../../../infra/lab/prometheus/rules.yaml', import.meta.url), 'utf8')) as {
  groups: { rules: { alert: string }[] }[];
};
const alerts = new Set(rules.groups.flatMap((group) => group.rules.map(({ alert }) => alert)));
const causes = new Set<string>(Object.values(CAUSES).flat());

test.each(FAULTS.map((fault) => [fault.name, fault] as const))('%s: alerts, place and causes exist', (_name, fault) => {
  expect(fault.alerts.filter((alert) => !alerts.has(alert))).toEqual([]);
  for (let seed = 0; seed < 20; seed++) {
    const { truth } = fault.plan(createRandom(seed));
    const places = [...SERVICES.map(({ name }) => `service/${name}`), 'service/kube-dns', 'service/coredns'];
    expect(truth.components.filter((component) => !places.includes(component))).toEqual([]);
    expect(truth.causes.filter((cause) => !causes.has(cause))).toEqual([]);
  }
});

test('the same seed draws the same place and size, another one another', () => {
  const errors = faultNamed('errors');
  const what = (seed: number, size?: number) => errors.plan(createRandom(seed), size).what;
  expect(what(7)).toBe(what(7));
  expect(new Set(Array.from({ length: 30 }, (_, seed) => what(seed))).size).toBeGreaterThan(20);
  expect(what(7, 1)).toContain('fails 70 %');
  expect(what(7, 0)).toContain('fails 20 %');
});

test('an unknown fault is told with the ones there are', () => {
  expect(() => faultNamed('gremlins')).toThrow(/There is no fault gremlins; there are: errors, latency/);
});

const truth = { components: ['service/db'], causes: ['slow_query'], change: 'abc' };
const cause = (component: string, code: string, more = {}) => ({ component, cause: code, confidence: 0.5, ...more });
const answer = (verdict: 'fault' | 'unknown', ...hypotheses: ReturnType<typeof cause>[]) => ({
  verdict,
  hypotheses,
  headline: '',
  seconds: 1,
});

test('an answer is right when its first cause is, at its place, under a verdict that claims it', () => {
  const right = cause('service/db', 'slow_query', { change: 'abc' });
  const other = cause('service/web', 'slow_query');
  expect(judge(answer('fault', right, other), truth)).toEqual({
    right: true,
    firstThree: true,
    component: true,
    change: true,
  });
  expect(judge(answer('fault', other, right), truth)).toEqual({
    right: false,
    firstThree: true,
    component: false,
    change: false,
  });
  expect(judge(answer('fault', cause('service/db', 'traffic_spike')), truth)).toMatchObject({
    right: false,
    component: true,
  });
  expect(judge(answer('unknown', right), truth)).toMatchObject({ right: false, firstThree: false, component: false });
  expect(judge(answer('fault'), truth)).toMatchObject({ right: false, component: false });
});
