import type { Actor } from '../../domain/actor.ts';
import { parseTarget } from '../../domain/target.ts';
import { learnFromPeople } from '../../investigation/learning.ts';
import { mayHoldStatements } from '../../investigation/statements.ts';
import type { InvestigationRecord } from '../../ports/investigation-store.ts';
import type { SlackDeps } from '../deps.ts';
import { keepAsked } from '../keeping.ts';
import type { Asker } from '../request.ts';
import { said } from '../views/notices.ts';
import { asActor, type Reply } from './answer-asked.ts';

const NAMES_PATIENCE_MS = 800;

/**
 * Keeps what a person says in a thread of ours ("we never page for staging") and tells them so. False when there was
 * nothing to keep, and the message is to be read as a request.
 */
export async function learnSaid(
  deps: SlackDeps,
  asker: Asker,
  reply: Reply,
  text: string,
  latest: InvestigationRecord,
): Promise<boolean> {
  if (!mayHoldStatements(text)) return false;
  let learnt = false;
  // Without their words, which are kept only where they were for us.
  const { teamId, userId } = asker;
  await asActor(deps, { teamId, userId }, reply, async (actor) => {
    const isNew = await deps.deliveries.once(`learn:${asker.teamId}:${asker.deliveryId}`, () => keep(actor));
    if (!isNew) learnt = true;
  });
  return learnt;

  async function keep(actor: Actor): Promise<void> {
    const { targets } = await deps.directory.known(actor, NAMES_PATIENCE_MS);
    const suspect = latest.answer?.hypotheses[0]?.component;
    const subject = latest.request.target ?? (suspect && parseTarget(suspect));
    const kept = await learnFromPeople(
      deps.memory,
      actor,
      {
        text,
        at: deps.clock.now().toISOString(),
        known: targets,
        ...(subject && { subject: `${subject.kind}/${subject.name}` as const }),
      },
      { trouble: (event, error) => deps.log.warn({ err: error }, event) },
    );
    learnt = kept.length > 0;
    if (learnt) await keepAsked(deps, asker);
    if (learnt) await reply(said(`Noted, I will remember: ${kept.join('; ')}.`));
  }
}
