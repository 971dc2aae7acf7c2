import type { App, BlockAction } from '@slack/bolt';
import type { ProposedAction } from '../../domain/action.ts';
import type { Actor } from '../../domain/actor.ts';
import { remedyOf } from '../../domain/answer.ts';
import { SreError } from '../../domain/errors.ts';
import { applyRulings } from '../../domain/ruling.ts';
import type { InvestigationRecord } from '../../ports/investigation-store.ts';
import { resolveTarget } from '../commands/resolve-target.ts';
import type { SlackDeps } from '../deps.ts';
import type { Duty } from '../duty.ts';
import { linkTo, meantInvestigation, type Run, type RunContext, type Runs } from '../runs/run.ts';
import { proposedMessage } from '../views/action.ts';
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

/** `/sre restart NAMESPACE/NAME`, or a name that only one known service has: proposes, and does nothing yet. */
export function actionRuns(duty: Duty): Runs {
  const restart: Run = async (context) => {
    const { actor, asker, client, whisper } = context;
    const named = await deploymentOf(context);
    if (named === undefined) return;
    const record = await threadAbout(context, named.name);
    const threadTs = asker.threadTs ?? record?.threadTs ?? '';
    const { action, isNew } = await duty.actionDesk.propose(
      actor,
      { kind: 'rollout-restart', ...named },
      { channel: record?.request.thread.channel ?? asker.channel, threadTs, deliveryId: asker.deliveryId },
    );
    if (!isNew) return whisper(said(PROPOSED_BEFORE[action.state]));
    // Where it was asked it is seen; elsewhere it is told.
    if (record !== undefined && asker.threadTs === undefined)
      await whisper(proposedMessage(action, await linkTo(client, record)));
  };
  return { restart };
}

const DEPLOYMENT = /^([a-z0-9][a-z0-9-]{0,62})\/([a-z0-9][a-z0-9.-]{0,252})$/;
const NAME_PATIENCE_MS = 1_500;

/** The Deployment that is meant; when it is not clear, the asker is told what to type. */
async function deploymentOf({ actor, deps, words, whisper }: RunContext) {
  const written = (words[0] ?? '').replace(/^(?:deployment|deploy|service)\//, '');
  const [, namespace, name] = DEPLOYMENT.exec(written) ?? [];
  if (namespace !== undefined && name !== undefined) return { namespace, name };
  const { targets } = await deps.directory.known(actor, NAME_PATIENCE_MS);
  const found = resolveTarget(written, targets);
  if (found.kind === 'exact' && found.target.kind === 'service' && found.target.namespace !== undefined)
    return { namespace: found.target.namespace, name: found.target.name };
  const near = found.kind === 'close' ? found.targets : [];
  const tries = near.flatMap((one) => (one.namespace === undefined ? [] : [`restart ${one.namespace}/${one.name}`]));
  await whisper(
    tries.length > 0
      ? notUnderstood(`I know nothing called ${written}.`, tries)
      : notUnderstood('Name the namespace and the Deployment.', ['restart shop/checkout']),
  );
  return undefined;
}

const RECENT_MS = 86_400_000;

/** The investigation to which a restart of this name belongs: the thread's, or the channel's newest if it is about it. */
async function threadAbout(context: RunContext, name: string): Promise<InvestigationRecord | undefined> {
  const record = await meantInvestigation(context);
  if (record === undefined || context.thread !== undefined) return record;
  const { request, answer } = record;
  const isRecent = context.deps.clock.now().getTime() - Date.parse(request.askedAt) < RECENT_MS;
  const isAbout =
    request.target?.name === name || answer?.hypotheses.some(({ component }) => component === `service/${name}`);
  return isRecent && isAbout ? record : undefined;
}
