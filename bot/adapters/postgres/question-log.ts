import type { Question, QuestionState } from '../../domain/question.ts';
import type { QuestionLog } from '../../ports/questions.ts';
import type { DutyRecord, RecordStore } from '../../ports/record-store.ts';

/** A question while it is answered; its words stay with the engine. */
export interface QuestionRecord extends DutyRecord {
  readonly state: QuestionState;
  readonly investigation: string;
  readonly askedBy: string;
  /** How often the model was asked; absent before the first time. */
  readonly times?: number;
}

/** The questions' states as records, so that each process sees a stop that another was told. */
export function createQuestionLog(records: RecordStore<QuestionRecord>): QuestionLog {
  return {
    async began(question: Question, threadTs) {
      const { teamId, channel } = question.thread;
      await records.add({
        id: question.id,
        teamId,
        state: 'asked',
        channel,
        threadTs,
        investigation: question.investigation,
        askedBy: question.askedBy.slackUserId,
      });
      const all = await records.list({ teamId, channel, threadTs });
      const own = all.filter(({ investigation }) => investigation === question.investigation);
      return Math.max(0, own.length - 1 - own.findIndex(({ id }) => id === question.id));
    },
    async asksModel(id) {
      const record = await records.change(id, (now) => ({ ...now, times: (now.times ?? 0) + 1 }));
      return record?.times ?? 1;
    },
    stateOf: async (id) => (await records.find(id))?.state,
    async ended(id) {
      await records.change(id, (record) => ({ ...record, state: 'ended' }));
    },
    async stop({ teamId, channel, threadTs }, askedBy) {
      if (threadTs === undefined) return 0;
      const open = await records.list({ teamId, channel, threadTs, states: ['asked'] });
      const changes = open
        .filter((record) => askedBy === undefined || record.askedBy === askedBy)
        .map(({ id }) =>
          records.change(id, (now) => (now.state === 'asked' ? { ...now, state: 'stopping' } : undefined)),
        );
      return (await Promise.all(changes)).filter((changed) => changed !== undefined).length;
    },
  };
}
