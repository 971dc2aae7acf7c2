import { createHash } from 'node:crypto';
import { nearest } from '../../domain/nearest.ts';
import type { RunContext } from '../deps.ts';
import { dutyOf } from '../duty.ts';
import { notUnderstood, said } from '../views/notices.ts';
import { calledMessage } from '../views/page.ts';
import type { Command } from './command.ts';

const NAMES_PATIENCE_MS = 800;

export const page: Command<'page'> = {
  name: 'page',
  arguments: '<team> <why>',
  does: 'Call the one on call',
  example: 'page payments checkout is down',
  role: 'responder',
  words: { least: 2, most: Number.POSITIVE_INFINITY },
  heading: 'Call somebody',
  needs: 'duty',
  run,
};

async function run({ deps, asker, actor, words, thread, whisper }: RunContext): Promise<void> {
  const duty = dutyOf(deps);
  const [service = '', ...reason] = words;
  const { services } = (await duty.settings.current()).oncall;
  if (services[service] === undefined && services.default === undefined) {
    return whisper(said(`Nobody is set up to be on call for ${service}. Name the schedules in duty.yaml.`));
  }
  // A slip of the pen calls nobody at 3 a.m.: the default people are there for what exists.
  if (services[service] === undefined) {
    const known = await deps.directory.known(actor, NAMES_PATIENCE_MS);
    const names = [
      ...Object.keys(services).filter((name) => name !== 'default'),
      ...known.targets.map(({ name }) => name),
    ];
    if (
      known.complete &&
      known.targets.length > 0 &&
      !names.some((name) => name.toLowerCase() === service.toLowerCase())
    ) {
      const tryThese = nearest(service.toLowerCase(), names)
        .slice(0, 3)
        .map((name) => `page ${name} ${reason.join(' ')}`.trim());
      const problem = `I know no service and no team called ${service}, so I called nobody.`;
      return whisper(
        tryThese.length === 0 ? said(`${problem} /sre oncall shows who is on call.`) : notUnderstood(problem, tryThese),
      );
    }
  }
  const hash = createHash('sha256').update(`${asker.teamId}\n${asker.deliveryId}`).digest('hex');
  const called = await duty.pager.page({
    id: `page-${hash.slice(0, 24)}`,
    teamId: asker.teamId,
    channel: asker.channel,
    threadTs: asker.threadTs ?? thread?.threadTs ?? '',
    service,
    reason: reason.join(' '),
    severity: 'critical',
    askedBy: actor.slackUserId,
    byHand: true,
  });
  await whisper(calledMessage(called));
}
