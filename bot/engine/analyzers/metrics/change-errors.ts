/** Errors of a program's own code that came with a new version of it. */
import type { ChangeRecord, EvidenceSet } from '../../../domain/signals.ts';
import { componentOf } from '../../../domain/target.ts';
import { ownErrorsOf } from '../../log-reading/own-errors.ts';
import type { Parameters } from '../../parameters.ts';

/**
 * Whether a program fails by an error of its own code ever since a deploy of it, and never did before, though its log
 * reaches back: the error follows the version (spectrum-based fault localisation: all of the new one's lines and none of the
 * old one's). Failing calls are no such error, as what is called may have changed at that time.
 */
export function bringsOwnErrors(
  { kind, service }: ChangeRecord,
  effective: number,
  evidence: EvidenceSet,
  parameters: Parameters,
): boolean {
  if (kind !== 'deploy' || service === undefined || evidence.logs.status !== 'observed') return false;
  const component = componentOf({ kind: 'service', name: service });
  return ownErrorsOf(component, evidence).some(({ pattern, logs }) => {
    if (pattern.firstSeen === undefined || pattern.lastSeen === undefined || logs.firstSeen === undefined) return false;
    if (pattern.count < parameters.versionErrorLines) return false;
    const came = Date.parse(pattern.firstSeen) - effective;
    const past = effective - Date.parse(logs.firstSeen);
    const silence = Date.parse(evidence.asOf) - Date.parse(pattern.lastSeen);
    return (
      came >= -parameters.rolloutSlackMs &&
      came <= parameters.versionErrorMs &&
      past >= parameters.versionPastMs &&
      silence < parameters.overAfterMs
    );
  });
}
