import type { ChangeRecord, EvidenceSet } from '../../../domain/signals.ts';

/** A change is recorded a little after it acts, and acts within minutes. */
const SLACK_MS = 3 * 60_000;
const SOON_MS = 10 * 60_000;

/** The change of a program itself just before a moment; what is changed elsewhere does not change what it asks for. */
export function ownChangeBefore(name: string, onset: string, { changes }: EvidenceSet): ChangeRecord | undefined {
  const all = changes.status === 'observed' ? changes.value : [];
  return all.find(({ service, timestamp }) => {
    const late = Date.parse(onset) - Date.parse(timestamp);
    return service === name && late >= -SLACK_MS && late <= SOON_MS;
  });
}
