import type { InvestigationRecord, InvestigationStore } from '../../../bot/ports/investigation-store.ts';
import { createTrouble, type Trouble } from './trouble.ts';

/** An InvestigationStore in this process. */
export function createFakeInvestigationStore(): InvestigationStore & { readonly trouble: Trouble } {
  const trouble = createTrouble();
  const records = new Map<string, InvestigationRecord>();
  const now = () => new Date().toISOString();
  const examinations = new Map<string, number>();
  const untold = new Set<string>();
  function change(id: string, changes: Partial<InvestigationRecord>, onlyRunning = true): boolean {
    const record = records.get(id);
    if (record === undefined || (onlyRunning && record.status !== 'running')) return false;
    records.set(id, { ...record, ...changes });
    return true;
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
    opened: async (id, threadTs) => void change(id, { threadTs }, false),
    async examines(id) {
      const times = (examinations.get(id) ?? 0) + 1;
      examinations.set(id, times);
      return times;
    },
    async answered(id, answer, told) {
      await trouble.meet('answered');
      if (change(id, { status: 'answered', answer, endedAt: now() }) && !told) untold.add(id);
    },
    revised: async (id, answer) => void change(id, { answer }, false),
    async ended(id, status, wording, told) {
      if (change(id, { status, wording, endedAt: now() }) && !told) untold.add(id);
    },
    told: async (id) => void untold.delete(id),
    untold: async (limit) => [...untold].slice(0, limit).flatMap((id) => records.get(id) ?? []),
    running: async () => [...records].flatMap(([id, { status }]) => (status === 'running' ? id : [])),
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
