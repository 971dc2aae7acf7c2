import type { Actor } from '../domain/actor.ts';
import type { Answer } from '../domain/answer.ts';
import { SreError, toSreError } from '../domain/errors.ts';
import { type CitedSentence, type Explanation, noExplanation, type ReasoningUsage } from '../domain/explanation.ts';
import type { InvestigationRequest } from '../domain/investigation.ts';
import type { Question } from '../domain/question.ts';
import { applyRulings } from '../domain/ruling.ts';
import type { DurableSteps } from '../ports/durable-steps.ts';
import type { Identity } from '../ports/identity.ts';
import type { InvestigationRecord, InvestigationStore } from '../ports/investigation-store.ts';
import type { Journal } from '../ports/journal.ts';
import type { People } from '../ports/people.ts';
import type { Prose } from '../ports/prose.ts';
import type { QuestionLog } from '../ports/questions.ts';
import type { Reasoner } from '../ports/reasoner.ts';
import type { Rulings } from '../ports/rulings.ts';
import type { ToolGatewayFactory } from '../ports/tool-gateway.ts';
import { isRefused, whileAllowed } from './standing.ts';

/** A model, where its words are shown, and what it needs to speak as the person who asks. */
export interface ExplainingDeps {
  readonly reasoner: Reasoner;
  readonly prose: Prose;
  readonly questions: QuestionLog;
  readonly store: Pick<InvestigationStore, 'find'>;
  readonly rulings?: Pick<Rulings, 'of'>;
  readonly people: People;
  readonly identity: Identity;
  readonly gateways: ToolGatewayFactory;
  readonly journal: (request: InvestigationRequest) => Journal;
  /** How often it is looked whether a person wants it stopped; half a second when absent. */
  readonly stopLookMs?: number;
  /** How often the model is asked before it is said that there is no use in another time; five times when absent. */
  readonly mostTimes?: number;
}

/** How long an outage of Slack may last before the words are given up, in seconds. */
const PATIENCE_SECONDS = 120;
const STOP_LOOK_MS = 500;
/** Only what really asked the model counts: what waits for Slack or the database is not to blame for the end of its process. */
const MOST_TIMES = 5;
/** What one question adds to the evidence gets numbers that no other's has: E101, E201. */
const NUMBERS_EACH = 100;

/**
 * Answers one question about an answer under it, as steps that survive the process: what the model said is kept before
 * it is shown, so that a resumed run asks no model twice for it. Nothing here costs the rules' answer, which stands
 * already: whatever goes wrong is said in the thread. Throws SreError `cancelled` only.
 */
export async function answerQuestion(steps: DurableSteps, deps: ExplainingDeps, question: Question): Promise<void> {
  const said = await steps.run('reason', (signal) => reasonInThread(deps, question, signal));
  if (said !== null) {
    try {
      await steps.run('show', () => deps.prose.show(question, said.threadTs, said.explanation), {
        patienceSeconds: PATIENCE_SECONDS,
      });
    } catch (thrown) {
      const error = toSreError(thrown, 'could not show what the model said');
      if (error.kind === 'cancelled') throw error;
      deps.journal(said.request).trouble('explanation not shown', error);
    }
  }
  await steps.run('close', () => deps.questions.ended(question.id).then(() => null));
}

/** Says under a question that broke off too often that it stays without an answer. */
export async function giveUpQuestion(steps: DurableSteps, deps: ExplainingDeps, question: Question): Promise<void> {
  await steps.run(
    'give-up',
    async () => {
      const threadTs = (await deps.store.find(question.investigation))?.threadTs;
      if (threadTs !== undefined) await deps.prose.show(question, threadTs, noExplanation('unavailable'));
      await deps.questions.ended(question.id);
    },
    { patienceSeconds: PATIENCE_SECONDS },
  );
}

interface Said {
  readonly request: InvestigationRequest;
  readonly threadTs: string;
  readonly explanation: Explanation;
}

async function reasonInThread(deps: ExplainingDeps, question: Question, signal: AbortSignal): Promise<Said | null> {
  const record = await deps.store.find(question.investigation);
  // Without evidence there is nothing to cite.
  if (record?.threadTs === undefined || (record.answer?.evidence.length ?? 0) === 0) return null;
  const { request, threadTs } = record;
  const journal = deps.journal(request);
  const stopping = new AbortController();
  const sentences: CitedSentence[] = [];
  let usage: ReasoningUsage = noExplanation('stopped').usage;
  const unwatch = watchForStop(deps, question, stopping);
  try {
    const before = await deps.questions.began(question, threadTs);
    if (question.text !== '') await deps.prose.begin(question, threadTs);
    if ((await deps.questions.stateOf(question.id)) === 'stopping') stopping.abort();
    const times = await deps.questions.asksModel(question.id);
    const most = deps.mostTimes ?? MOST_TIMES;
    if (times > most) throw new SreError('internal', `the model was asked ${times - 1} times`);
    const explanation = await reason(
      deps,
      { question, before },
      { ...record, threadTs },
      AbortSignal.any([signal, stopping.signal]),
      {
        onSentence: (sentence) => {
          sentences.push(sentence);
          deps.prose.soFar(question, threadTs, [...sentences]);
        },
        onUsage: (newest) => {
          usage = newest;
        },
      },
    );
    const { end, dropped, refusedCalls } = explanation;
    journal.note('reasoned', {
      end,
      sentences: explanation.sentences.length,
      dropped,
      refusedCalls,
      ...explanation.usage,
    });
    return { request, threadTs, explanation };
  } catch (thrown) {
    if (signal.aborted) throw new SreError('cancelled', 'explaining was stopped');
    if (stopping.signal.aborted) {
      journal.note('reasoned', { end: 'stopped', sentences: sentences.length, ...usage });
      return { request, threadTs, explanation: { ...noExplanation('stopped'), sentences, usage } };
    }
    journal.trouble('question not answered', toSreError(thrown, 'could not reason'));
    return { request, threadTs, explanation: { ...noExplanation('unavailable'), sentences, usage } };
  } finally {
    unwatch();
  }
}

async function reason(
  deps: ExplainingDeps,
  { question, before }: { readonly question: Question; readonly before: number },
  record: InvestigationRecord & { readonly threadTs: string },
  signal: AbortSignal,
  listener: { onSentence(sentence: CitedSentence): void; onUsage(usage: ReasoningUsage): void },
): Promise<Explanation> {
  const { request } = record;
  const [actor, answer] = await Promise.all([identify(deps, question, signal), standing(deps, record)]);
  const gateway = deps.gateways.connect(actor);
  try {
    const said = await whileAllowed(deps, question, signal, (allowed) =>
      deps.reasoner.explain(
        {
          investigation: request.id,
          question: request.question,
          ...(question.text !== '' && { followUp: question.text }),
          ...(before > 0 && { numberFrom: before * NUMBERS_EACH + 1 }),
          answer,
        },
        { gateway, signal: allowed, ...listener },
      ),
    );
    if (isRefused(said)) throw new SreError('forbidden', said.refused);
    return said;
  } finally {
    await gateway.close();
  }
}

async function identify(deps: ExplainingDeps, { askedBy }: Question, signal: AbortSignal): Promise<Actor> {
  return deps.identity.resolve(await deps.people.find(askedBy.teamId, askedBy.slackUserId, { signal }));
}

/** The answer as it stands after what people ruled out. */
async function standing(deps: ExplainingDeps, record: InvestigationRecord & { threadTs: string }): Promise<Answer> {
  const rulings = (await deps.rulings?.of({ ...record.request.thread, threadTs: record.threadTs })) ?? [];
  return applyRulings(record.answer!, rulings).answer;
}

/** Aborts `stopping` once a person wants no more of it, which another process may have been told. */
function watchForStop(deps: ExplainingDeps, { id }: Question, stopping: AbortController): () => void {
  const look = () =>
    deps.questions.stateOf(id).then(
      (state) => {
        if (state === 'stopping') stopping.abort();
      },
      () => undefined, // The next look may succeed.
    );
  const timer = setInterval(look, deps.stopLookMs ?? STOP_LOOK_MS);
  timer.unref();
  return () => clearInterval(timer);
}
