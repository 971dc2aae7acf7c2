import type { InvestigationRecord } from '../ports/investigation-store.ts';
import { causeLine } from './views/cause-wording.ts';

/** What the form of a declaration carries along: where it was opened, and about what. */
export interface Place {
  readonly channel: string;
  readonly threadTs?: string;
  readonly component?: string;
}

/** An incident is called by what people suffer, else by its cause. */
export function titleFor(record: InvestigationRecord | undefined): string {
  const best = record?.answer?.hypotheses[0];
  return record?.request.question.trim() || (best ? causeLine(best) : '');
}
