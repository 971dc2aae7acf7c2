import { componentOf } from '../../domain/target.ts';
import type { RunContext } from '../deps.ts';
import { listed } from '../runs/run.ts';
import { historyMessage } from '../views/records.ts';
import type { Command } from './command.ts';
import { planOf } from './plan.ts';

const HISTORY = 10;
const NAME_PATIENCE_MS = 1_500;

export const history: Command<'history'> = {
  name: 'history',
  arguments: '[target]',
  does: 'Earlier investigations',
  example: 'history checkout',
  role: 'viewer',
  words: { least: 0, most: 1 },
  heading: 'Find the cause',
  run,
};

async function run({ deps, client, asker, actor, words, thread, answer }: RunContext): Promise<void> {
  const { teamId, channel } = asker;
  const [written] = words;
  const known = written === undefined ? undefined : await deps.directory.known(actor, NAME_PATIENCE_MS);
  const asked = { kind: 'investigate', question: '', about: written ?? '', explicit: true, sinceSeconds: 0 } as const;
  const plan = known && planOf(asked, known);
  const target = plan?.kind === 'go' ? plan.target : written === undefined ? thread?.request.target : undefined;
  const component = target ? componentOf(target) : written && `service/${written}`;
  const found = await deps.history.recent(teamId, { channel, ...(component && { component }), limit: HISTORY });
  await answer(historyMessage(target?.name ?? written ?? 'everything', await listed(client, found)));
}
