import type { App, BlockAction } from '@slack/bolt';
import type { ProposedAction } from '../../domain/action.ts';
import type { Actor } from '../../domain/actor.ts';
import { remedyOf } from '../../domain/answer.ts';
import { SreError } from '../../domain/errors.ts';
import { applyRulings } from '../../domain/ruling.ts';
import type { SlackDeps } from '../deps.ts';
import type { Duty } from '../duty.ts';
import { PROPOSED_BEFORE } from '../proposed-before.ts';
import { ACTIONS } from '../views/action-ids.ts';
import { said } from '../views/notices.ts';
import { asActor } from './answer-asked.ts';
import { pressedValue, presserOf, replyBy } from './press.ts';

const TOO_OLD = 'It is too old to be approved. Propose it again.';
/** What the presser of a decided action's button is told. */
const DECIDED_BEFORE: Readonly<Record<ProposedAction['state'], string>> = {
  proposed: TOO_OLD,
  running: 'It is approved already, and being done.',
  done: 'It was done already.',
  failed: 'It was approved already, but could not be done.',
  refused: 'It was refused already.',
  expired: TOO_OLD,
};

/** The buttons of a proposed action. Who presses is looked up anew by the desk, at the moment of acting. */
export function register(app: App, deps: SlackDeps): void {
  const { duty } = deps;
  if (duty === undefined) return;
  const presses = [
    // The message itself shows what was wanted; only another end is told.
    [ACTIONS.approveAction, duty.actionDesk.approve, 'running'],
    [ACTIONS.refuseAction, duty.actionDesk.refuse, 'refused'],
  ] as const;
  app.action<BlockAction>(ACTIONS.proposeRemedy, async ({ ack, action, body, respond }) => {
    await ack();
    const presser = presserOf(body);
    const reply = replyBy(respond, body);
    await asActor(deps, presser, reply, async (actor) => {
      const proposed = await proposeRemedy(deps, duty, actor, pressedValue(action));
      if (!proposed.isNew) await reply(said(PROPOSED_BEFORE[proposed.action.state]));
    });
  });
  for (const [actionId, press, wanted] of presses) {
    app.action<BlockAction>(actionId, async ({ ack, action, body, respond }) => {
      await ack();
      const presser = presserOf(body);
      const reply = replyBy(respond, body);
      await asActor(deps, presser, reply, async (actor) => {
        const { state } = await press(pressedValue(action), actor);
        if (state !== wanted) await reply(said(DECIDED_BEFORE[state]));
      });
    });
  }
}

/** Proposes what the answer's button offers; read anew, as people may have ruled the explanation out meanwhile. */
async function proposeRemedy(deps: SlackDeps, duty: Duty, actor: Actor, investigation: string) {
  const record = await deps.store.find(investigation);
  const { teamId, channel } = record?.request.thread ?? {};
  if (record?.answer === undefined || record.threadTs === undefined || channel === undefined || teamId !== actor.teamId)
    throw new SreError('forbidden', 'That investigation is not known any more; look again.');
  const rulings = await deps.rulings.of({ teamId, channel, threadTs: record.threadTs });
  const remedy = remedyOf(applyRulings(record.answer, rulings).answer);
  const offered = remedyOf(record.answer);
  if (offered === undefined || remedy?.name !== offered.name || remedy.namespace !== offered.namespace)
    throw new SreError('forbidden', 'The explanation that this would remedy was ruled out in this thread.');
  const place = { channel, threadTs: record.threadTs, deliveryId: `remedy ${investigation}`, anew: true };
  return duty.actionDesk.propose(actor, remedy, place);
}
