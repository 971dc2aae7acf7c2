import type { SourceProgress } from '../../ports/notifier.ts';
import { ACTIONS } from './action-ids.ts';
import { actions, button, context, section } from './blocks.ts';
import { compose, type SlackMessage } from './message.ts';
import { joined, type Mrkdwn, mrkdwn } from './mrkdwn.ts';
import { SOURCE_NAMES, tookInWords } from './wording.ts';

const MARKS: Readonly<Record<SourceProgress['state'], Mrkdwn>> = {
  waiting: mrkdwn`:white_circle:`,
  reading: mrkdwn`:hourglass_flowing_sand:`,
  done: mrkdwn`:white_check_mark:`,
  unknown: mrkdwn`:warning:`,
};

/** What is being read, in one message that is edited; the Stop button is there only while there is work to stop. */
export function progressMessage(
  investigation: string,
  sources: readonly SourceProgress[],
  running: boolean,
): SlackMessage {
  const lines = sources.map((source) => {
    const took = source.durationMs === undefined ? mrkdwn`` : mrkdwn` _${tookInWords(source.durationMs)}_`;
    return mrkdwn`${MARKS[source.state]} *${SOURCE_NAMES[source.source]}*  ${source.note}${took}`;
  });
  const read = sources.filter((source) => source.state === 'done').length;
  const text = running
    ? `Reading: ${read} of ${sources.length} sources done`
    : sources.length === 0
      ? 'The reading is done'
      : `Read ${read} of ${sources.length} sources`;
  if (!running)
    return compose(text, [
      {
        keep: true,
        blocks: [
          context(
            joined([sources.length === 0 ? mrkdwn`The reading is done.` : mrkdwn`*What was read*`, ...lines], '\n'),
          ),
        ],
      },
    ]);
  return compose(text, [
    { keep: true, blocks: [section(joined(lines.length > 0 ? lines : [mrkdwn`Starting…`], '\n'))] },
    {
      keep: true,
      blocks: [actions(stopButton(investigation))],
    },
  ]);
}

/** Asks before it stops: a slip of the finger at 3 a.m. costs the answer. */
export function stopButton(investigation: string) {
  return button('Stop', ACTIONS.stop, investigation, {
    style: 'danger',
    label: 'Stop this investigation',
    confirm: {
      title: 'Stop looking?',
      text: 'What was found so far stays in the thread.',
      yes: 'Stop',
      no: 'Go on',
    },
  });
}
