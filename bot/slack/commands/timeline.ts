import { momentsOf } from '../../investigation/postmortem/story.ts';
import type { RunContext } from '../deps.ts';
import { meantTrouble, namesIn, storyOfTrouble } from '../trouble.ts';
import { noTrouble } from '../views/notices.ts';
import { timelineMessage } from '../views/standing.ts';
import type { Command } from './command.ts';

export const timeline: Command<'timeline'> = {
  name: 'timeline',
  arguments: '',
  does: 'What happened when',
  example: 'timeline',
  role: 'viewer',
  words: { least: 0, most: 0 },
  heading: 'Incidents',
  run,
};

async function run(context: RunContext): Promise<void> {
  const { asker, deps } = context;
  const trouble = await meantTrouble(context);
  if (trouble === undefined) return context.whisper(noTrouble());
  const moments = momentsOf(await storyOfTrouble(deps, trouble));
  const texts = moments.map(({ what }) => what);
  await context.answer(timelineMessage(moments, await namesIn(deps, asker.teamId, texts)));
}
