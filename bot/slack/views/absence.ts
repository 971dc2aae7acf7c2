import type { Absence } from '../../domain/absence.ts';
import { context, section } from './blocks.ts';
import { compose, type SlackMessage } from './message.ts';
import { clock, moment, mrkdwn } from './mrkdwn.ts';
import { spanInWords } from './wording.ts';

/** That nobody was there for a while, and what came meanwhile. */
export function absenceMessage({ from, to, alerts, isCounting }: Absence): SlackMessage {
  const lasted = spanInWords((Date.parse(to) - Date.parse(from)) / 1_000);
  const came =
    alerts === 0
      ? 'No alert that began meanwhile has reached me'
      : `${alerts.toLocaleString('en-US')} ${alerts === 1 ? 'alert' : 'alerts'} began meanwhile`;
  const more = isCounting
    ? 'Sources send again what they could not deliver, so there may be more; I keep this up to date for ten minutes.'
    : 'What was typed to me in that time was not taken: please ask again.';
  return compose(`I was away for ${lasted}. ${came}.`, [
    {
      keep: true,
      blocks: [
        section(mrkdwn`:zzz: *I was away from ${moment(from)} to ${clock(to)}, ${lasted}.* ${came}.`),
        context(mrkdwn`${more}`),
      ],
    },
  ]);
}
