import type { RunContext } from '../deps.ts';
import { linksTo, listed } from '../runs/run.ts';
import { statusMessage } from '../views/records.ts';
import type { Command } from './command.ts';

const LISTED = 5;

export const status: Command<'status'> = {
  name: 'status',
  arguments: '',
  does: 'What is being investigated here',
  example: 'status',
  role: 'viewer',
  words: { least: 0, most: 0 },
  heading: 'Find the cause',
  run,
};

async function run({ deps, client, asker, answer }: RunContext): Promise<void> {
  const { teamId, channel } = asker;
  const [running, newest, open] = await Promise.all([
    deps.history.recent(teamId, { channel, status: 'running', limit: LISTED }),
    deps.history.recent(teamId, { channel, limit: LISTED * 2 }),
    deps.duty?.incidents.list({ teamId, states: ['open'] }) ?? [],
  ]);
  const ended = newest.filter((record) => record.status !== 'running').slice(0, LISTED);
  const here = open.filter((incident) => incident.channel === channel || incident.ownChannel === channel);
  const incidents = { open: here.slice(0, LISTED), links: await linksTo(client, here.slice(0, LISTED)) };
  await answer(statusMessage(await listed(client, running), await listed(client, ended), incidents));
}
