import type { RunContext } from '../deps.ts';
import { dutyOf } from '../duty.ts';
import { onCallMessage } from '../views/page.ts';
import type { Command } from './command.ts';

export const oncall: Command<'oncall'> = {
  name: 'oncall',
  arguments: '[team]',
  does: 'Who is on call',
  example: 'oncall payments',
  role: 'viewer',
  words: { least: 0, most: 1 },
  heading: 'Call somebody',
  needs: 'duty',
  run,
};

async function run({ deps, words, answer }: RunContext): Promise<void> {
  const duty = dutyOf(deps);
  const [service] = words;
  await answer(onCallMessage(service, await duty.whoIsOnCall.levels(await duty.settings.current(), service)));
}
