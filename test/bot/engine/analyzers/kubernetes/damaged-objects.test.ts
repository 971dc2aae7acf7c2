import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { kubernetesAnalyzers } from '../../../../../bot/engine/analyzers/kubernetes/index.ts';
import { rank } from '../../../../../bot/engine/rank/rank.ts';
import { CLUSTER_FAULTS, faulty } from '../../../../support/cluster-faults.ts';
import { evidenceOf } from '../../../../support/kubernetes.ts';

const JUNK: readonly unknown[] = [null, 'junk', 7, [], {}, [null], ['junk'], true];

/** Puts junk at one place somewhere below an object's own name and kind. */
function damage(value: unknown, path: readonly number[], junk: unknown): void {
  if (typeof value !== 'object' || value === null || path.length === 0) return;
  const keys = Object.keys(value).filter((key) => !['name', 'kind', 'metadata'].includes(key) || path.length > 3);
  const key = keys[path[0]! % Math.max(1, keys.length)];
  if (key === undefined) return;
  const holder = value as Record<string, unknown>;
  if (path.length === 1 || typeof holder[key] !== 'object' || holder[key] === null) holder[key] = junk;
  else damage(holder[key], path.slice(1), junk);
}

test('no rule throws on objects whose fields are not what they should be', () => {
  fc.assert(
    fc.property(
      fc.nat(CLUSTER_FAULTS.length - 1),
      fc.array(fc.tuple(fc.nat(200), fc.array(fc.nat(20), { minLength: 1, maxLength: 7 }), fc.nat(JUNK.length - 1)), {
        minLength: 1,
        maxLength: 8,
      }),
      (which, damages) => {
        const world = structuredClone(faulty(CLUSTER_FAULTS[which]!));
        const all = [...world.objects, ...world.events];
        for (const [index, path, junk] of damages) damage(all[index % all.length], path, JUNK[junk]);
        const evidence = evidenceOf(world);
        const findings = kubernetesAnalyzers.flatMap((analyzer) => {
          const analysis = analyzer.analyze(evidence);
          return analysis.status === 'found' ? analysis.findings : [];
        });
        for (const { confidence } of rank(findings, evidence).hypotheses) expect(confidence).toBeGreaterThanOrEqual(0);
      },
    ),
    { numRuns: 150 },
  );
});
