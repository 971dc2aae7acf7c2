/** Errors of a program's own code that came with a new version of it. */
import type { ChangeRecord, EvidenceSet } from '../../../domain/signals.ts';
import { componentOf } from '../../../domain/target.ts';
import { ownErrorsOf } from '../../log-reading/own-errors.ts';
import type { Statement } from '../../log-reading/read-statements.ts';
import type { Parameters } from '../../parameters.ts';

/** The errors of its own code that a program's log has since a deploy of it, and not before. */
export function ownErrorsSince(
  { kind, service }: ChangeRecord,
  effective: number,
  evidence: EvidenceSet,
  parameters: Parameters,
): readonly Statement[] {
  if (kind !== 'deploy' || service === undefined || evidence.logs.status !== 'observed') return [];
  const component = componentOf({ kind: 'service', name: service });
  return ownErrorsOf(component, evidence).filter(({ pattern }) => {
    if (pattern.firstSeen === undefined || pattern.lastSeen === undefined) return false;
    if (pattern.count < parameters.surgeLines) return false;
    const came = Date.parse(pattern.firstSeen) - effective;
    return came >= -parameters.rolloutSlackMs && came <= parameters.onItsWayMs;
  });
}

/**
 * Whether a program fails by them ever since, and never did before, though its log reaches back: they follow the version
 * (spectrum-based fault localisation: all of the new one's lines and none of the old one's). Failing calls are no such error,
 * as what is called may have changed at that time.
 */
export function followVersion(
  errors: readonly Statement[],
  effective: number,
  evidence: EvidenceSet,
  { overAfterMs, errorPastMs }: Parameters,
): boolean {
  return errors.some(({ pattern, logs }) => {
    const silence = Date.parse(evidence.asOf) - Date.parse(pattern.lastSeen!);
    return (
      logs.firstSeen !== undefined && effective - Date.parse(logs.firstSeen) >= errorPastMs && silence < overAfterMs
    );
  });
}
