import { describe, expect, test } from '@jest/globals';
import type { EvidenceSet } from '../../../../../bot/domain/signals.ts';
import { ANALYZERS } from '../../../../../bot/engine/analyzers/index.ts';
import { kubernetesAnalyzers } from '../../../../../bot/engine/analyzers/kubernetes/index.ts';
import { rank } from '../../../../../bot/engine/rank/rank.ts';
import { CLUSTER_FAULTS, faulty } from '../../../../support/cluster-faults.ts';
import { addStandingNoise } from '../../../../support/faults/standing-noise.ts';
import { evidenceOf, market, observed, unobserved, type World } from '../../../../support/kubernetes.ts';

function answer(evidence: EvidenceSet) {
  const findings = ANALYZERS.flatMap((analyzer) => {
    const analysis = analyzer.analyze(evidence);
    return analysis.status === 'found' ? analysis.findings : [];
  });
  return rank(findings, evidence);
}

/** Names of the market, each with another that shares no letters' order with it; longest first so that none is cut. */
const OTHER_NAMES: readonly (readonly [string, string])[] = [
  ['greeter', 'quokka'],
  ['field-1', 'ip-10-9-8-1'],
  ['field-2', 'ip-10-9-8-2'],
  ['ledger', 'bookwyrm'],
  ['parcel', 'yonder'],
  ['market', 'tundra'],
  ['stall', 'zither'],
  ['vault', 'jigsaw'],
  ['gate', 'cp-a'],
];

function renamed<T>(value: T): T {
  let text = JSON.stringify(value);
  for (const [from, to] of OTHER_NAMES) {
    text = text.replaceAll(from, to).replaceAll(from.toUpperCase(), to.toUpperCase());
  }
  return JSON.parse(text.replaceAll('legder', 'bookwrym')) as T;
}

/** The market, of which these kinds were read to the end. */
function fullyRead(world: World, kinds: readonly string[] = []): EvidenceSet {
  const readings = kinds.map((kind) => ({ kind, state: 'seen' as const }));
  return evidenceOf(world, { objects: { ...observed(world.objects), coverage: { readings, notUnderstood: [] } } });
}

test('a healthy market is healthy, its healed noise notwithstanding', () => {
  const result = answer(evidenceOf(market()));
  expect(result.hypotheses).toEqual([]);
  expect(result.verdict).toBe('healthy');
});

describe.each(CLUSTER_FAULTS)('$title', (fault) => {
  const top = (world: World) => answer(evidenceOf(world)).hypotheses[0];

  test('is the first hypothesis', () => {
    const first = top(faulty(fault));
    expect(`${first?.component} ${first?.cause}`).toBe(`${fault.component} ${fault.cause}`);
    expect(first?.evidence.length).toBeGreaterThan(0);
    expect(first?.nextSteps.map((step) => step.kind)).toEqual(['check', 'remedy']);
  });

  test('is found by its analyzer', () => {
    const analyzer = kubernetesAnalyzers.find((one) => one.id === fault.analyzer)!;
    const analysis = analyzer.analyze(evidenceOf(faulty(fault)));
    expect(analysis.status).toBe('found');
    const causes = analysis.status === 'found' ? analysis.findings.map((finding) => finding.cause) : [];
    expect(causes).toContain(fault.cause);
    expect(analyzer.causes).toContain(fault.cause);
  });

  test('gives the same answer under other names', () => {
    const before = answer(evidenceOf(faulty(fault))).hypotheses.map(({ component, cause }) => ({
      component: renamed(component),
      cause,
    }));
    const after = answer(renamed(evidenceOf(faulty(fault)))).hypotheses.map(({ component, cause }) => ({
      component,
      cause,
    }));
    expect(after).toEqual(before);
  });
});

describe('beside what stands about in most clusters', () => {
  const noisy = (world: World) => {
    addStandingNoise(world);
    return answer(evidenceOf(world));
  };

  test('a healthy market stays healthy', () => {
    expect(noisy(market()).verdict).toBe('healthy');
  });

  test('every fault is still the first hypothesis', () => {
    const missed = CLUSTER_FAULTS.filter((fault) => {
      const first = noisy(faulty(fault)).hypotheses[0];
      return first?.component !== fault.component || first.cause !== fault.cause;
    });
    expect(missed.map(({ title }) => title)).toEqual([]);
  });
});

describe('where no events were read', () => {
  const blind = CLUSTER_FAULTS.map((fault) => {
    const first = answer(evidenceOf(faulty(fault), { events: unobserved() })).hypotheses[0];
    const right = first?.component === fault.component && first.cause === fault.cause;
    return { title: fault.title, first, right };
  });

  test('most faults are found by the objects alone', () => {
    expect(blind.filter(({ right }) => right).length).toBeGreaterThan(0.7 * blind.length);
  });

  test('what is answered wrongly is not answered surely', () => {
    const sure = blind.filter(({ right, first }) => !right && (first?.confidence ?? 0) >= 0.6);
    expect(sure.map(({ title }) => title)).toEqual([]);
  });

  test('nothing is called healthy', () => {
    expect(answer(evidenceOf(market(), { events: unobserved() })).verdict).toBe('unknown');
  });
});

test('a workload without a healthy pod is a symptom without a cause', () => {
  const crash = CLUSTER_FAULTS.find((fault) => fault.cause === 'application_crash_on_start')!;
  const analysis = kubernetesAnalyzers.find((one) => one.id === 'workload-down')!.analyze(evidenceOf(faulty(crash)));
  expect(analysis).toMatchObject({ status: 'found', findings: [{ component: 'service/ledger', strength: 0.3 }] });
});

describe.each(kubernetesAnalyzers.map((analyzer) => [analyzer.id, analyzer] as const))(
  'analyzer %s',
  (id, analyzer) => {
    test('finds a fault in the table or is a symptom', () => {
      const found = CLUSTER_FAULTS.some((fault) => fault.analyzer === id);
      expect(found || analyzer.causes.length === 0 || id === 'node-network').toBe(true);
    });

    test('is clear in a healthy market', () => {
      expect(analyzer.analyze(fullyRead(market(), analyzer.kinds)).status).toBe('clear');
    });

    test('is not clear where a kind that it reads was not', () => {
      for (const unread of analyzer.kinds ?? []) {
        const others = (analyzer.kinds ?? []).filter((kind) => kind !== unread);
        expect(analyzer.analyze(fullyRead(market(), others)).status).toBe('unknown');
      }
    });

    test('is unknown without what it needs', () => {
      const blind = evidenceOf(market(), {
        objects: unobserved(),
        events: unobserved(),
        metrics: unobserved(),
        logs: unobserved(),
      });
      expect(analyzer.analyze(blind).status).toBe('unknown');
    });
  },
);
