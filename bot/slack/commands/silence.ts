import type { RunContext } from '../deps.ts';
import { dutyOf } from '../duty.ts';
import { endedText, endSilence, silence as silenceFor, silencesNow } from '../silencing.ts';
import { notUnderstood, said } from '../views/notices.ts';
import type { Command } from './command.ts';
import { readLength } from './window.ts';

/** What ends a silence, before or after what it is about. */
const END = /^(?:end|off|stop)$/i;
const LONGEST_SILENCE_SECONDS = 7 * 86_400;

export const silence: Command<'silence'> = {
  name: 'silence',
  arguments: '[end] [what] [how long]',
  does: 'Quiet alerts for a while, or end that',
  example: 'silence checkout 2h',
  role: 'responder',
  words: { least: 0, most: 2 },
  heading: 'Call somebody',
  needs: 'duty',
  run,
};

async function run({ deps, actor, asker, thread, words, whisper }: RunContext): Promise<void> {
  const duty = dutyOf(deps);
  const [what, length] = words;
  if (what === undefined) return whisper(await silencesNow(deps, duty, actor.teamId));
  const ended = endedBy(what, length);
  if (ended === '') return whisper(await silencesNow(deps, duty, actor.teamId));
  if (ended !== undefined) {
    if (await endSilence(deps, duty, actor, ended)) return whisper(said(endedText(ended)));
    return whisper(notUnderstood(`Nothing of the name ${ended} is silenced.`, ['silence']));
  }
  const seconds = readLength(length ?? '1h');
  if (seconds === undefined || seconds > LONGEST_SILENCE_SECONDS) {
    return whisper(
      notUnderstood(`${length ?? ''} is no length of time up to seven days; write 30m, 2h or 1d.`, [
        `silence ${what} 2h`,
      ]),
    );
  }
  const threadTs = asker.threadTs ?? thread?.threadTs;
  const made = await silenceFor(deps, duty, actor, what, seconds, {
    channel: asker.channel,
    ...(threadTs && { threadTs }),
  });
  await whisper(await silencesNow(deps, duty, actor.teamId, made));
}

/** What is to be no longer silenced, '' when that was not said, undefined when nothing is to end. */
function endedBy(first: string, second: string | undefined): string | undefined {
  if (END.test(first) && (second === undefined || readLength(second) === undefined)) return second ?? '';
  return second !== undefined && END.test(second) ? first : undefined;
}
