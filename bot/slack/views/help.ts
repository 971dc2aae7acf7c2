import { type CommandRow, commandRow } from '../commands/table.ts';
import { context, section } from './blocks.ts';
import { compose, type SlackMessage } from './message.ts';
import { joined, mrkdwn } from './mrkdwn.ts';

/** What can be typed, with an example each; or one command in full. `rows` are those that work today. */
export function helpMessage(rows: readonly CommandRow[], topic?: string): SlackMessage {
  const one = topic === undefined ? undefined : commandRow(topic);
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

/** What people come for, in the order in which they come. */
const GROUPS: readonly (readonly [heading: string, names: readonly string[]])[] = [
  ['Find the cause', ['investigate', 'status', 'history']],
  ['Look for yourself', ['logs', 'metrics', 'pods', 'events', 'changes', 'runbook']],
  ['Call somebody', ['oncall', 'page', 'handover', 'silence']],
  ['Incidents', ['incident', 'timeline', 'summary', 'postmortem']],
  ['Put it right', ['restart']],
];
const REST = 'You and me';

/** The rows under headings; those of no group come last. */
function grouped(rows: readonly CommandRow[]) {
  const grouped = new Set(GROUPS.flatMap(([, names]) => names));
  const rest = rows.filter(({ name }) => !grouped.has(name)).map(({ name }) => name);
  return [...GROUPS, [REST, rest] as const].flatMap(([heading, names]) => {
    const own = names.flatMap((name) => rows.find((row) => row.name === name) ?? []);
    const lines = own.map((row) => mrkdwn`\`/sre ${`${row.name} ${row.arguments}`.trim()}\`  ${row.does}`);
    return lines.length === 0 ? [] : [{ heading, lines }];
  });
}
