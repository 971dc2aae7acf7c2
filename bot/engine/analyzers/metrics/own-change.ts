import type { ChangeRecord, EvidenceSet } from '../../../domain/signals.ts';
import { CHANGES } from './change-parameters.ts';

/** The change of a program itself just before a moment; what is changed elsewhere does not change what it asks for. */
export function ownChangeBefore(name: string, onset: string, { changes }: EvidenceSet): ChangeRecord | undefined {
  const all = changes.status === 'observed' ? changes.value : [];
  return all.find(({ service, timestamp }) => {
    const late = Date.parse(onset) - Date.parse(timestamp);
    return service === name && late >= -CHANGES.clockSlackMs && late <= CHANGES.actsWithinMs;
  });
}
