import { type CommandFacts, HEADINGS } from '../commands/command.ts';
import { context, section } from './blocks.ts';
import { compose, type SlackMessage } from './message.ts';
import { joined, mrkdwn } from './mrkdwn.ts';

/** What can be typed, with an example each; or one command in full. `rows` are those that work today. */
export function helpMessage(rows: readonly CommandFacts[], topic?: string): SlackMessage {
  const one = topic === undefined ? undefined : rows.find(({ name }) => name === topic);
  if (one) {
    const form = `/sre ${one.name} ${one.arguments}`.trim();
    return compose(`${form}: ${one.does}`, [
      {
        keep: true,
        blocks: [
          section(
            joined(
              [
                mrkdwn`\`${form}\`  ${one.does}`,
                mrkdwn`For example \`/sre ${one.example}\`. Role: ${one.role} or above.`,
              ],
              '\n',
            ),
          ),
        ],
      },
    ]);
  }
  return compose('Say what is wrong and I look for the cause: /sre checkout is slow since 2h', [
    {
      keep: true,
      blocks: [
        section(
          joined(
            [
              mrkdwn`*Say what is wrong, and I look for the cause.*`,
              mrkdwn`\`/sre checkout is slow since 2h\`   \`/sre checkout\`   \`/sre why do orders fail?\``,
            ],
            '\n',
          ),
        ),
        ...grouped(rows).map(({ heading, lines }) => section(joined([mrkdwn`*${heading}*`, ...lines], '\n'))),
        context(
          mrkdwn`Without a name I look at the whole system, without a time at the last hour. In a thread of mine, mention me: "last 6h", "check payments instead", "show evidence", "stop".`,
        ),
      ],
    },
  ]);
}

/** The rows under their headings, in the order of the headings. */
function grouped(rows: readonly CommandFacts[]) {
  return HEADINGS.flatMap((heading) => {
    const own = rows.filter((row) => row.heading === heading);
    const lines = own.map((row) => mrkdwn`\`/sre ${`${row.name} ${row.arguments}`.trim()}\`  ${row.does}`);
    return lines.length === 0 ? [] : [{ heading, lines }];
  });
}
