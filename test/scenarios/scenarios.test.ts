import { describe, expect, test } from '@jest/globals';
import { buildSample, SAMPLES } from '../../infra/samples/generate.ts';
import { healthyScenario } from '../../infra/samples/healthy.ts';
import type { Scenario } from '../../infra/samples/scenario.ts';
import { SERVICES } from '../../infra/samples/system.ts';
import { NOISES } from './noise.ts';
import { investigateScenario } from './run.ts';

describe('the samples', () => {
  for (const sample of SAMPLES) {
    test(`${sample.name}: the root cause comes first`, async () => {
      const answer = await investigateScenario(buildSample(sample, { faulty: true }));
      expect(answer.verdict).toBe('fault');
      expect(answer.hypotheses[0]).toMatchObject(sample.truth);
    });

    test(`${sample.name}: with its fault taken out it is healthy`, async () => {
      const answer = await investigateScenario(buildSample(sample, { faulty: false }));
      expect({ verdict: answer.verdict, hypotheses: answer.hypotheses }).toEqual({
        verdict: 'healthy',
        hypotheses: [],
      });
    });

    test(`${sample.name}: other names, same answer`, async () => {
      const renamed = rename(buildSample(sample, { faulty: true }));
      const answer = await investigateScenario(renamed.scenario);
      const truth = { ...sample.truth, component: renamed.nameOf(sample.truth.component) };
      expect(answer.hypotheses[0]).toMatchObject(truth);
    });
  }
});

describe('healthy but noisy', () => {
  for (const [name, noise] of Object.entries(NOISES)) {
    test(name, async () => {
      const { scenario, random } = healthyScenario(101);
      noise(scenario, random);
      const answer = await investigateScenario(scenario);
      expect({ verdict: answer.verdict, hypotheses: answer.hypotheses }).toEqual({
        verdict: 'healthy',
        hypotheses: [],
      });
    });
  }
});

/** Every service gets a meaningless name, longest names first so that none is part of another. */
function rename(scenario: Scenario): { scenario: Scenario; nameOf: (text: string) => string } {
  const names = SERVICES.map((spec) => spec.name).toSorted((a, b) => b.length - a.length);
  const nameOf = (text: string) =>
    names.reduce((out, name, index) => out.replaceAll(name, `zq${String.fromCharCode(97 + index)}x`), text);
  const upper = (text: string) =>
    names.reduce((out, name, index) => out.replaceAll(name.toUpperCase().replaceAll('-', '_'), `ZQ${index}X`), text);
  const deep = <T>(value: T): T => JSON.parse(upper(nameOf(JSON.stringify(value)))) as T;
  return {
    nameOf,
    scenario: {
      ...deep({ ...scenario, logs: undefined, runbooks: undefined }),
      logs: new Map([...scenario.logs].map(([service, lines]) => [nameOf(service), deep(lines)])),
      runbooks: {},
    } as Scenario,
  };
}
