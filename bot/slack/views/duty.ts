import { countOf } from '../../domain/alert-group.ts';
import type { Silence } from '../../domain/silence.ts';
import { countOpen, type OpenDuties } from '../../duty/hand-over.ts';
import { context, section } from './blocks.ts';
import { compose, type SlackMessage } from './message.ts';
import { joined, type Mrkdwn, moment, mrkdwn, person } from './mrkdwn.ts';

const EACH_SHOWN = 8;

/** What the next shift has to know: incidents, calls, alerts that fire, and what is silenced. */
export function handOverMessage(open: OpenDuties): SlackMessage {
  const parts: readonly (readonly [string, readonly Mrkdwn[]])[] = [
    [
      'Incidents',
      open.incidents.map(
        (one) =>
          mrkdwn`*${one.severity}* ${one.title}, ${one.roles.commander === undefined ? 'no commander' : person(one.roles.commander)}, since ${moment(one.declaredAt)}`,
      ),
    ],
    [
      'Calls for help',
      open.pages.map((page) =>
        joined(
          [
            mrkdwn`${page.reason}:`,
            page.owner === undefined ? mrkdwn`*nobody has it*` : mrkdwn`${person(page.owner)} has it`,
            mrkdwn`since ${moment(page.openedAt)}`,
          ],
          ' ',
        ),
      ),
    ],
    [
      'Alerts that fire',
      open.groups.map(
        (group) =>
          mrkdwn`${countOf(group).firing} about \`${group.subjects[0] ?? 'something'}\` since ${moment(group.openedAt)}`,
      ),
    ],
    ['Silenced', open.silences.map(silenceLine)],
  ];
  const count = countOpen(open);
  if (count === 0) {
    const text = 'Nothing is open: no incident, no call, no alert that fires, nothing silenced.';
    return compose(text, [{ keep: true, blocks: [section(mrkdwn`:white_check_mark: ${text}`)] }]);
  }
  return compose(`Hand-over: ${count} things are open`, [
    { keep: true, blocks: [section(mrkdwn`*Hand-over: what is open*`)] },
    ...parts.flatMap(([title, lines]) => {
      if (lines.length === 0) return [];
      const shown = lines.slice(0, EACH_SHOWN).map((one) => joined([mrkdwn`•`, one], ' '));
      const more = lines.length - shown.length;
      const rest = more > 0 ? [mrkdwn`• and ${more} more`] : [];
      return [{ blocks: [section(joined([mrkdwn`*${title}*`, ...shown, ...rest], '\n'))] }];
    }),
  ]);
}

/** The silences in force. */
export function silencesMessage(silences: readonly Silence[], made?: Silence): SlackMessage {
  const lead =
    made === undefined
      ? undefined
      : mrkdwn`:no_bell: Alerts about *${made.subject}* open no thread until ${moment(made.until)}.`;
  const lines = silences.slice(0, 20).map((one) => joined([mrkdwn`•`, silenceLine(one)], ' '));
  const text = made === undefined ? `${silences.length} silences are in force` : `${made.subject} is silenced`;
  return compose(text, [
    { keep: true, blocks: lead ? [section(lead)] : [] },
    {
      keep: true,
      blocks: [
        section(lines.length === 0 ? mrkdwn`Nothing is silenced.` : joined([mrkdwn`*In force*`, ...lines], '\n')),
      ],
    },
    { keep: true, blocks: [context(mrkdwn`Ours alone: the source goes on. \`/sre silence checkout 2h\` adds one.`)] },
  ]);
}

function silenceLine(silence: Silence): Mrkdwn {
  return mrkdwn`\`${silence.subject}\` until ${moment(silence.until)}, by ${person(silence.by)}`;
}
