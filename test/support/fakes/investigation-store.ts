import type { InvestigationRecord, InvestigationStore } from '../../../bot/ports/investigation-store.ts';
import { createTrouble, type Trouble } from './trouble.ts';

/** An InvestigationStore in this process. */
export function createFakeInvestigationStore(): InvestigationStore & { readonly trouble: Trouble } {
  const trouble = createTrouble();
  const records = new Map<string, InvestigationRecord>();
  const now = () => new Date().toISOString();
  function change(id: string, changes: Partial<InvestigationRecord>, onlyRunning = true): void {
    const record = records.get(id);
    if (record === undefined || (onlyRunning && record.status !== 'running')) return;
    records.set(id, { ...record, ...changes });
  }
  return {
    trouble,
    async begin(request) {
      await trouble.meet('begin');
      if (records.has(request.id)) return;
      const { threadTs } = request.thread;
      const thread = threadTs === undefined ? {} : { threadTs };
      records.set(request.id, { request, status: 'running', startedAt: now(), ...thread });
    },
    opened: async (id, threadTs) => change(id, { threadTs }, false),
    async answered(id, answer) {
      await trouble.meet('answered');
      change(id, { status: 'answered', answer, endedAt: now() });
    },
    ended: async (id, status, wording) => change(id, { status, wording, endedAt: now() }),
    find: async (id) => records.get(id),
    async inThread({ teamId, channel, threadTs }) {
      return [...records.values()]
        .filter(({ request, threadTs: own }) => own !== undefined && own === threadTs && isIn(request.thread))
        .reverse();
      function isIn(thread: { teamId: string; channel: string }): boolean {
        return thread.teamId === teamId && thread.channel === channel;
      }
    },
  };
}
