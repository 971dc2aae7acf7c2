import type { Question, QuestionState } from '../../../bot/domain/question.ts';
import type { QuestionLog } from '../../../bot/ports/questions.ts';

/** Questions in memory. */
export function createFakeQuestionLog(): QuestionLog & { readonly states: Map<string, QuestionState> } {
  const states = new Map<string, QuestionState>();
  const questions = new Map<string, Question & { threadTs: string }>();
  const times = new Map<string, number>();
  return {
    states,
    async began(question, threadTs) {
      if (!states.has(question.id)) {
        questions.set(question.id, { ...question, threadTs });
        states.set(question.id, 'asked');
      }
      const own = [...questions.values()].filter(({ investigation }) => investigation === question.investigation);
      return own.findIndex(({ id }) => id === question.id);
    },
    async asksModel(id) {
      times.set(id, (times.get(id) ?? 0) + 1);
      return times.get(id) ?? 1;
    },
    stateOf: async (id) => states.get(id),
    ended: async (id) => void (states.has(id) && states.set(id, 'ended')),
    async stop(thread, askedBy) {
      const meant = [...questions.values()].filter(
        (question) =>
          states.get(question.id) === 'asked' &&
          question.threadTs === thread.threadTs &&
          (askedBy === undefined || question.askedBy.slackUserId === askedBy),
      );
      for (const { id } of meant) states.set(id, 'stopping');
      return meant.length;
    },
  };
}
