import { setTimeout as delay } from 'node:timers/promises';
import type { webApi } from '@slack/bolt';
import type { Logger } from 'pino';
import type { CitedSentence } from '../domain/explanation.ts';
import type { Question } from '../domain/question.ts';
import type { MessageLedger } from '../ports/message-ledger.ts';
import type { Prose } from '../ports/prose.ts';
import { createPoster } from './transport/poster.ts';
import { answerAwaited, explanationMessage, explanationSoFar } from './views/explanation.ts';
import type { SlackMessage } from './views/message.ts';

/** Slack takes about one edit of a message in a second; a sentence takes longer to read. */
const BETWEEN_EDITS_MS = 1_500;

export interface SlackProseDeps {
  readonly client: webApi.WebClient;
  readonly ledger: MessageLedger;
  readonly log?: Pick<Logger, 'warn'>;
  /** For tests. */
  readonly sleep?: (ms: number) => Promise<void>;
  readonly betweenEditsMs?: number;
}

/** Shows explanations as one message each, which grows while the model talks. */
export function createSlackProse(deps: SlackProseDeps): Prose {
  const sleep = deps.sleep ?? ((ms: number) => delay(ms));
  const poster = createPoster({ ...deps, sleep });
  const growing = new Map<string, { newest?: readonly CitedSentence[]; ended: boolean; work: Promise<void> }>();

  async function put(question: Question, threadTs: string, content: SlackMessage): Promise<void> {
    let fresh = false;
    const place = { channel: question.thread.channel, threadTs, since: question.askedAt };
    const draw = () => {
      fresh = true;
      return content;
    };
    const message = await poster.once(question.id, () => ['explanation'], place, draw);
    if (!fresh && message !== undefined) await poster.edit(message, content);
  }

  async function grow(question: Question, threadTs: string): Promise<void> {
    const state = growing.get(question.id);
    while (state?.newest !== undefined && !state.ended) {
      const sentences = state.newest;
      state.newest = undefined;
      await put(question, threadTs, explanationSoFar(question, sentences));
      await sleep(deps.betweenEditsMs ?? BETWEEN_EDITS_MS);
    }
  }

  return {
    begin: (question, threadTs) => put(question, threadTs, answerAwaited(question)),
    soFar(question, threadTs, sentences) {
      const state = growing.get(question.id) ?? { ended: false, work: Promise.resolve() };
      growing.set(question.id, state);
      const idle = state.newest === undefined;
      state.newest = sentences;
      if (!idle) return;
      state.work = state.work
        .then(() => grow(question, threadTs))
        .catch((error) => deps.log?.warn({ err: error, question: question.id }, 'explanation not shown yet'));
    },
    async show(question, threadTs, explanation) {
      const state = growing.get(question.id);
      if (state !== undefined) state.ended = true;
      growing.delete(question.id);
      await state?.work;
      await put(question, threadTs, explanationMessage(question, explanation));
    },
  };
}
