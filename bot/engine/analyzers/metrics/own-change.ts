import type { EvidenceDraft } from '../../../domain/finding.ts';
import type { ChangeRecord, EvidenceSet } from '../../../domain/signals.ts';
import { componentOf } from '../../../domain/target.ts';
import { CHANGES } from './change-parameters.ts';

/** The change of a program itself just before a moment; what is changed elsewhere does not change what it asks for. */
export function ownChangeBefore(name: string, onset: string, evidence: EvidenceSet): ChangeRecord | undefined {
  return ownChangesBefore(name, onset, evidence)[0];
}

/** All changes of a program itself within so many milliseconds before a moment; by default, just before it. */
export function ownChangesBefore(
  name: string,
  onset: string,
  { changes }: EvidenceSet,
  withinMs: number = CHANGES.actsWithinMs,
): readonly ChangeRecord[] {
  const all = changes.status === 'observed' ? changes.value : [];
  return all.filter(({ service, timestamp }) => {
    const late = Date.parse(onset) - Date.parse(timestamp);
    return service === name && late >= -CHANGES.clockSlackMs && late <= withinMs;
  });
}

/** A change as evidence. */
export function changeTold({ id, service = '', summary, timestamp }: ChangeRecord): EvidenceDraft {
  const text = `${id} of ${service} (${summary}) took effect at ${timestamp}.`;
  const target = componentOf({ kind: 'service', name: service });
  return { source: 'kubernetes', tool: 'list_changes', target, text, observedAt: timestamp };
}
