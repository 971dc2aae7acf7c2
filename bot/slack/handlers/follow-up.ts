import { parseTarget } from '../../domain/target.ts';
import type { InvestigationRecord } from '../../ports/investigation-store.ts';
import type { FollowUp } from '../commands/follow-up.ts';
import { planOf } from '../commands/plan.ts';
import type { SlackDeps } from '../deps.ts';
import { type Asker, toRequest } from '../request.ts';
import { lookUp } from '../runs/lookups.ts';
import { evidenceMessage } from '../views/evidence.ts';
import type { SlackMessage } from '../views/message.ts';
import { said } from '../views/notices.ts';
import { notClear } from '../views/ruling.ts';
import { type Asking, answerAsked, asActor } from './answer-asked.ts';
import { answerFromWhatStands, askTheModel, targetNamed } from './question.ts';
import { ruleAs } from './ruling.ts';
import { stopAs } from './stop.ts';

/** A reply in a thread: what the thread is about, and whether the bot was named in it. */
export interface Replying extends Omit<Asking, 'answer' | 'thread'> {
  readonly latest: InvestigationRecord;
  /** The newest that has an answer. */
  readonly answered?: InvestigationRecord;
  /** False for replies that are read without a mention: what is no request is then left alone. */
  readonly addressed: boolean;
}

const NAMES_PATIENCE_MS = 800;

/** Goes on with a thread's investigation: looks something up, rules out, stops, or looks again elsewhere. */
export async function answerFollowUp(
  deps: SlackDeps,
  asker: Asker,
  wish: FollowUp,
  { latest, answered, addressed, ...asking }: Replying,
): Promise<void> {
  const { client, reply } = asking;
  const { request } = latest;
  const answer = inThread(deps, asker);
  switch (wish.kind) {
    case 'thanks':
      if (addressed) await reply(said('You are welcome. The buttons under the answer help me to learn.'));
      return;
    case 'asked':
      if (await askTheModel(deps, asker, wish, { ...(answered && { answered }), addressed, reply })) return;
      if (await answerFromWhatStands(deps, asker, wish, { ...(answered && { answered }), answer })) return;
      if (wish.aside && wish.asked.kind === 'investigate' && !(await targetNamed(deps, asker, wish))) {
        if (addressed) await reply(notClear());
        return;
      }
      return answerAsked(deps, asker, wish.asked, {
        ...asking,
        answer,
        thread: latest,
        ...(wish.keepTarget && request.target && { fallback: request.target }),
      });
    case 'again':
      return asActor(deps, asker, reply, async () => {
        await deps.investigations.start(toRequest(asker, { ...request, sinceSeconds: wish.sinceSeconds }, deps.clock));
      });
    case 'stop':
      return asActor(deps, asker, reply, async (actor) => {
        const words = await stopAs(deps, actor, latest);
        if (words !== undefined) await reply(said(words));
      });
    case 'rule':
      return asActor(deps, asker, reply, (actor) => ruleAs(deps, asker, actor, wish, latest, { answer, reply }));
    case 'look':
      return asActor(deps, asker, reply, async (actor) => {
        const known = wish.about === '' ? undefined : await deps.directory.known(actor, NAMES_PATIENCE_MS);
        const words = {
          kind: 'investigate',
          question: '',
          about: wish.about,
          explicit: false,
          sinceSeconds: 0,
        } as const;
        const plan = known && planOf(words, known);
        const named = plan?.kind === 'go' ? plan.target : undefined;
        const suspect = latest.answer?.hypotheses[0];
        const target = named ?? request.target ?? (suspect && parseTarget(suspect.component));
        const query = {
          ...(target && { target }),
          sinceSeconds: wish.sinceSeconds ?? request.sinceSeconds,
          ...(wish.look === 'runbook' && { words: wish.about || suspect?.summary || request.question }),
        };
        await lookUp(
          { deps, client, asker, actor, words: [], thread: latest, answer, whisper: reply },
          wish.look,
          query,
        );
      });
    case 'show-evidence':
      return asActor(deps, asker, reply, async () => {
        if (latest.answer === undefined) return reply(said('There is no answer yet, so there is no evidence to show.'));
        await answer(evidenceMessage(latest.answer));
      });
  }
}

/** Posts an answer in the thread, once for each delivery; `plainer` where Slack does not take the first. */
export function inThread(
  { poster, log, clock }: Pick<SlackDeps, 'poster' | 'log' | 'clock'>,
  asker: Asker,
): Asking['answer'] {
  return async (message, plainer) => {
    const { channel, threadTs } = asker;
    const since = threadTs === undefined ? clock.now() : new Date(Number(threadTs) * 1_000);
    const place = { channel, ...(threadTs && { threadTs }), since: since.toISOString() };
    const scope = `answer:${asker.teamId}:${asker.deliveryId}`;
    const post = (content: SlackMessage) =>
      poster.once(
        scope,
        () => ['answer'],
        place,
        () => content,
      );
    if (plainer === undefined) return void (await post(message));
    await post(message).catch((error: unknown) => {
      log.warn({ err: error }, 'answer refused by Slack, trying a plainer one');
      return post(plainer);
    });
  };
}
