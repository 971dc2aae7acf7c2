import type { App, BlockAction } from '@slack/bolt';
import type { SlackDeps } from '../deps.ts';
import type { Duty } from '../duty.ts';
import { meantInvestigation, type Run, type Runs } from '../runs/run.ts';
import { ACTIONS } from '../views/action-ids.ts';
import { notUnderstood, said } from '../views/notices.ts';
import { asActor } from './answer-asked.ts';
import { pressedValue, presserOf, replyBy } from './press.ts';

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
  for (const [actionId, press, words] of presses) {
    app.action<BlockAction>(actionId, async ({ ack, action, body, respond }) => {
      await ack();
      const presser = presserOf(body);
      const reply = replyBy(respond);
      await asActor(deps, presser, reply, async (actor) => {
        const { state } = await press(pressedValue(action), actor);
        const word = (words as Readonly<Record<string, string>>)[state];
        await reply(said(word ?? `It was decided already: ${state}.`));
      });
    });
  }
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
