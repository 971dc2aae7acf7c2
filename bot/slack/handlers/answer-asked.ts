import type { Actor } from '../../domain/actor.ts';
import { SreError, toSreError } from '../../domain/errors.ts';
import type { Target } from '../../domain/target.ts';
import type { Asked } from '../commands/grammar.ts';
import { planOf } from '../commands/plan.ts';
import { COMMANDS } from '../commands/table.ts';
import type { SlackDeps } from '../deps.ts';
import { type Asker, toRequest } from '../request.ts';
import { helpMessage } from '../views/help.ts';
import type { SlackMessage } from '../views/message.ts';
import { brokeDown, notUnderstood, notYet, refused, unknownTarget, whoYouAre } from '../views/notices.ts';

/**
 * How long the list of names is waited for. The first message is to be up within a second, and a sentence can be looked
 * into without the list; a bare name that may be misspelt is worth a longer wait.
 */
const SENTENCE_PATIENCE_MS = 300;
const NAME_PATIENCE_MS = 1_500;

/** Answers the asker alone. */
export type Reply = (message: SlackMessage) => Promise<void>;

/** Commands that do something today; the rest of the table is said to be planned. */
const WORKING: ReadonlySet<string> = new Set(['investigate', 'whoami', 'help']);
const WORKING_ROWS = COMMANDS.filter((command) => WORKING.has(command.name));

/** The answer that needs nobody's name and no lookup; undefined when there is work to do. */
export function answerAtOnce(asked: Asked): SlackMessage | undefined {
  if (asked.kind === 'help') return helpMessage(WORKING_ROWS, asked.topic);
  if (asked.kind === 'invalid') return notUnderstood(asked.problem, asked.tryThese);
  if (asked.kind === 'command' && !WORKING.has(asked.name)) return notYet(asked.name);
  return undefined;
}

/** Does what was asked as the asker, and tells them privately where that was not possible. Does not throw. */
export async function answerAsked(
  deps: SlackDeps,
  asker: Asker,
  asked: Asked,
  reply: Reply,
  /** The target when the words name none, in a thread that has one. */
  fallback?: Target,
): Promise<void> {
  const atOnce = answerAtOnce(asked);
  if (atOnce) return reply(atOnce);
  await asActor(deps, asker, reply, async (actor) => {
    if (asked.kind === 'command') return reply(whoYouAre(actor));
    if (asked.kind !== 'investigate') return;
    const known =
      asked.about === ''
        ? { targets: [], complete: false }
        : await deps.directory.known(actor, asked.explicit ? NAME_PATIENCE_MS : SENTENCE_PATIENCE_MS);
    const plan = planOf(asked, known);
    if (plan.kind === 'unknown-target') return reply(unknownTarget(plan.written, plan.close, plan.some, asked));
    const request = toRequest(asker, { ...asked, target: plan.target ?? fallback }, deps.clock);
    const { started } = await deps.investigations.start(request);
    deps.log.info({ investigation: request.id, started }, 'investigation asked for');
  });
}

/** Runs `work` as the Slack user; a refusal or a failure goes to them in words. Does not throw. */
export async function asActor(
  deps: SlackDeps,
  asker: Pick<Asker, 'teamId' | 'userId'>,
  reply: Reply,
  work: (actor: Actor) => Promise<void>,
): Promise<void> {
  try {
    const person = await deps.people.find(asker.teamId, asker.userId);
    await work(await deps.identity.resolve(person));
  } catch (thrown) {
    const error = toSreError(thrown, 'a Slack request failed');
    const isRefusal = error.kind === 'forbidden';
    if (isRefusal) deps.log.info({ user: asker.userId }, 'asker refused');
    else deps.log.error({ err: error, user: asker.userId }, 'Slack request failed');
    // A refusal's message is written for the person; any other may quote an upstream.
    const message = isRefusal && thrown instanceof SreError ? refused(error.message) : brokeDown(error.wording);
    await reply(message).catch((again: unknown) => deps.log.error({ err: again }, 'asker could not be told'));
  }
}
