import type { Audit, AuditEntry } from '../../../bot/ports/audit.ts';

/** An audit that is a list. */
export interface FakeAudit extends Audit {
  readonly entries: AuditEntry[];
  /** Set to have nothing kept. */
  refusal?: Error;
}

export function createFakeAudit(): FakeAudit {
  const facts = new Set<string>();
  const audit: FakeAudit = {
    entries: [],
    async add(entry) {
      if (audit.refusal !== undefined) throw audit.refusal;
      if (entry.fact !== undefined && facts.has(entry.fact)) return;
      if (entry.fact !== undefined) facts.add(entry.fact);
      audit.entries.push(entry);
    },
    async forget({ teamId, slackUserId }) {
      await audit.add({ kind: 'forgotten', teamId, actor: slackUserId });
    },
  };
  return audit;
}
