import { describe, expect, test } from '@jest/globals';
import { buildSample, SAMPLES } from '../../infra/samples/generate.ts';
import { healthyScenario } from '../../infra/samples/healthy.ts';
import type { Scenario } from '../../infra/samples/scenario.ts';
import { SERVICES } from '../../infra/samples/system.ts';
import { NOISES } from './noise.ts';
import { investigateScenario } from './run.ts';

/** Made-up names by the place of the service in the list: the kinds of name that real systems have. */
const NEW_NAMES: Record<string, (index: number) => string> = {
  meaningless: (index) => `zq${String.fromCharCode(97 + index)}x`,
  'long with digits': (index) => `parcel-quote-estimator-${String.fromCharCode(97 + index)}${index + 10}`,
  'each the beginning of another': (index) => ['lane', ...'bcdefghijklmnopqrst'.slice(0, index)].join('-'),
};

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

    for (const [kind, made] of Object.entries(NEW_NAMES)) {
      test(`${sample.name}: other names, ${kind}, same answer`, async () => {
        const renamed = rename(buildSample(sample, { faulty: true }), made);
        const answer = await investigateScenario(renamed.scenario);
        const truth = { ...sample.truth, component: renamed.nameOf(sample.truth.component) };
        expect(answer.hypotheses[0]).toMatchObject(truth);
      });
    }
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

/** Every service gets a made-up name, in one pass, so that a new name is never renamed again. */
function rename(
  scenario: Scenario,
  made: (index: number) => string,
): { scenario: Scenario; nameOf: (text: string) => string } {
  const names = SERVICES.map((spec) => spec.name).toSorted((a, b) => b.length - a.length);
  const envName = (name: string) => name.toUpperCase().replaceAll('-', '_');
  const nameOf = (text: string) => text.replace(new RegExp(names.join('|'), 'g'), (name) => made(names.indexOf(name)));
  const upper = (text: string) =>
    text.replace(new RegExp(names.map(envName).join('|'), 'g'), (name) =>
      envName(made(names.map(envName).indexOf(name))),
    );
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
