import type { RunContext } from '../deps.ts';
import { dutyOf } from '../duty.ts';
import { writeHandOver } from '../runs/hand-over.ts';
import { linksTo } from '../runs/run.ts';
import { handOverMessage } from '../views/duty.ts';
import type { Command } from './command.ts';

/** Threads that a hand-over asks Slack the way to. */
const LINKED = 24;

export const handover: Command<'handover'> = {
  name: 'handover',
  arguments: '',
  does: 'Summary for the next shift',
  example: 'handover',
  role: 'responder',
  words: { least: 0, most: 0 },
  heading: 'Call somebody',
  needs: 'duty',
  run,
};

async function run(context: RunContext): Promise<void> {
  const { deps, asker, client, answer } = context;
  const duty = dutyOf(deps);
  const { teamId } = asker;
  const [incidents, pages, groups, silences] = await Promise.all([
    duty.incidents.list({ teamId, states: ['open'] }),
    duty.pages.list({ teamId, states: ['waiting', 'acknowledged', 'unanswered'], limit: 20 }),
    duty.groups.list({ teamId, states: ['open'] }),
    duty.silences.list({ teamId, states: ['active'] }),
  ]);
  const now = new Date();
  const open = { incidents, pages, groups, silences: silences.filter(({ until }) => new Date(until) > now) };
  const links = await linksTo(client, [...incidents, ...pages, ...groups].slice(0, LINKED));
  await answer(handOverMessage(open, links));
  await writeHandOver(context, open);
}
