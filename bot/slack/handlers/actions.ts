import type { App, BlockAction } from '@slack/bolt';
import type { ProposedAction } from '../../domain/action.ts';
import type { Actor } from '../../domain/actor.ts';
import { remedyOf } from '../../domain/answer.ts';
import { SreError } from '../../domain/errors.ts';
import { applyRulings } from '../../domain/ruling.ts';
import type { SlackDeps } from '../deps.ts';
import type { Duty } from '../duty.ts';
import { meantInvestigation, type Run, type Runs } from '../runs/run.ts';
import { ACTIONS } from '../views/action-ids.ts';
import { notUnderstood, said } from '../views/notices.ts';
import { asActor } from './answer-asked.ts';
import { pressedValue, presserOf, replyBy } from './press.ts';

/** What the presser of an answer's button is told where the thread does not show it by itself. */
const PROPOSED_BEFORE: Readonly<Record<ProposedAction['state'], string>> = {
  proposed: 'It is proposed already, in this thread; it waits for an approval.',
  running: 'It is approved already, and being done.',
  done: 'It was done already. Look again before you do it twice; /sre restart proposes it anew.',
  failed: 'It was tried already, and failed.',
  refused: 'It was refused.',
  expired: 'It expired.',
};

/** The buttons of a proposed action. Who presses is looked up anew by the desk, at the moment of acting. */
export function register(app: App, deps: SlackDeps): void {
  const { duty } = deps;
  if (duty === undefined) return;
  const presses = [
    [
      ACTIONS.approveAction,
      duty.actionDesk.approve,
      { running: 'Approved; it is being done.', expired: 'It is too old to be approved. Propose it again.' },
    ],
    [ACTIONS.refuseAction, duty.actionDesk.refuse, { refused: 'Refused.' }],
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
  for (const [actionId, press, words] of presses) {
    app.action<BlockAction>(actionId, async ({ ack, action, body, respond }) => {
      await ack();
      const presser = presserOf(body);
      const reply = replyBy(respond, body);
      await asActor(deps, presser, reply, async (actor) => {
        const { state } = await press(pressedValue(action), actor);
        const word = (words as Readonly<Record<string, string>>)[state];
        await reply(said(word ?? `It was decided already: ${state}.`));
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

/** `/sre restart NAMESPACE/NAME`: proposes, and does nothing yet. */
export function actionRuns(duty: Duty): Runs {
  const restart: Run = async (context) => {
    const { actor, asker, words, whisper } = context;
    const match = /^([a-z0-9][a-z0-9-]{0,62})\/([a-z0-9][a-z0-9.-]{0,252})$/.exec(words[0] ?? '');
    if (match === null)
      return whisper(notUnderstood('Name the namespace and the Deployment.', ['restart shop/checkout']));
    const [, namespace = '', name = ''] = match;
    const record = await meantInvestigation(context);
    await duty.actionDesk.propose(
      actor,
      { kind: 'rollout-restart', namespace, name },
      {
        channel: record?.request.thread.channel ?? asker.channel,
        threadTs: asker.threadTs ?? record?.threadTs ?? '',
        deliveryId: asker.deliveryId,
      },
    );
    await whisper(said('Proposed, with a dry run. It is done once it is approved there.'));
  };
  return { restart };
}
