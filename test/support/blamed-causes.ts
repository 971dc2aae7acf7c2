import type { CauseCode } from '../../bot/domain/cause.ts';
import type { CoverageReading } from '../../bot/domain/coverage.ts';
import { kubernetesAnalyzers } from '../../bot/engine/analyzers/kubernetes/index.ts';
import { evidenceOf, observed, type World } from './kubernetes.ts';

/** Causes that findings of the Kubernetes analyzers name with some belief, for a world of which so much was read. */
export function blamedCauses(world: World, coverage?: readonly CoverageReading[]): readonly (CauseCode | undefined)[] {
  const objects =
    coverage === undefined
      ? observed(world.objects)
      : { ...observed(world.objects), coverage: { readings: coverage, notUnderstood: [] } };
  const findings = kubernetesAnalyzers.flatMap((analyzer) => {
    const analysis = analyzer.analyze(evidenceOf(world, { objects }));
    return analysis.status === 'found' ? analysis.findings : [];
  });
  return findings.filter(({ strength }) => strength >= 0.36).map(({ cause }) => cause);
}
