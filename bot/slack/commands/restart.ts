import type { InvestigationRecord } from '../../ports/investigation-store.ts';
import type { RunContext } from '../deps.ts';
import { dutyOf } from '../duty.ts';
import { PROPOSED_BEFORE } from '../proposed-before.ts';
import { linkTo, meantInvestigation } from '../runs/run.ts';
import { proposedMessage } from '../views/action.ts';
import { notUnderstood, said } from '../views/notices.ts';
import type { Command } from './command.ts';
import { resolveTarget } from './resolve-target.ts';

/** `/sre restart NAMESPACE/NAME`, or a name that only one known service has: proposes, and does nothing yet. */
export const restart: Command<'restart'> = {
  name: 'restart',
  arguments: '<deployment>',
  does: 'Propose to restart a Deployment',
  example: 'restart shop/checkout',
  role: 'responder',
  words: { least: 1, most: 1 },
  heading: 'Put it right',
  needs: 'duty',
  run,
};

async function run(context: RunContext): Promise<void> {
  const { deps, actor, asker, client, whisper } = context;
  const named = await deploymentOf(context);
  if (named === undefined) return;
  const record = await threadAbout(context, named.name);
  const threadTs = asker.threadTs ?? record?.threadTs ?? '';
  const { action, isNew } = await dutyOf(deps).actionDesk.propose(
    actor,
    { kind: 'rollout-restart', ...named },
    { channel: record?.request.thread.channel ?? asker.channel, threadTs, deliveryId: asker.deliveryId },
  );
  if (!isNew) return whisper(said(PROPOSED_BEFORE[action.state]));
  // Where it was asked it is seen; elsewhere it is told.
  if (record !== undefined && asker.threadTs === undefined)
    await whisper(proposedMessage(action, await linkTo(client, record)));
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
