import { type AlertGroup, countOf } from '../domain/alert-group.ts';
import type { Incident } from '../domain/incident.ts';
import type { Page } from '../domain/page.ts';
import type { Silence } from '../domain/silence.ts';
import { type DraftOptions, readableFor } from '../investigation/postmortem/draft.ts';
import { outsideText } from '../investigation/postmortem/outside-text.ts';
import { knownZone, zonedTime } from '../investigation/postmortem/zoned-time.ts';

/** What is still open, for who comes on duty next. */
export interface OpenDuties {
  readonly incidents: readonly Incident[];
  readonly pages: readonly Page[];
  readonly groups: readonly AlertGroup[];
  readonly silences: readonly Silence[];
}

const EACH_LISTED = 50;

/** How many things are open; 0 where there is nothing to hand over. */
export function countOpen({ incidents, pages, groups, silences }: OpenDuties): number {
  return incidents.length + pages.length + groups.length + silences.length;
}

/** The hand-over in Markdown that a file and a Slack canvas both take, as of `at` (RFC 3339), people by name. */
export function handOverText(open: OpenDuties, at: string, options: DraftOptions = {}): string {
  const zone = knownZone(options.timeZone);
  const time = (one: string) => zonedTime(one, zone);
  const named = readableFor(options);
  const who = (user: string | undefined, nobody: string) =>
    user === undefined ? nobody : outsideText(named(`<@${user}>`));
  const parts: readonly (readonly [string, readonly string[]])[] = [
    [
      'Incidents',
      open.incidents.map(
        ({ severity, title, roles, declaredAt }) =>
          `**${severity}** ${outsideText(title)}: commander ${who(roles.commander, '_nobody_')}, since ${time(declaredAt)}`,
      ),
    ],
    [
      'Calls for help',
      open.pages.map(
        ({ reason, owner, openedAt }) =>
          `${outsideText(reason)}: ${who(owner, '**nobody**')} has it, since ${time(openedAt)}`,
      ),
    ],
    [
      'Alerts that fire',
      open.groups.map(
        (group) =>
          `${countOf(group).firing} about ${outsideText(group.subjects.slice(0, 3).join(', ')) || 'something'}, since ${time(group.openedAt)}`,
      ),
    ],
    [
      'Silenced',
      open.silences.map(
        ({ subject, until, by }) => `${outsideText(subject)} until ${time(until)}, by ${who(by, 'nobody')}`,
      ),
    ],
  ];
  return [
    `## ${time(at)} (${zone}${zone === 'UTC' ? '' : `; ${zonedTime(at)} UTC`})`,
    '',
    ...parts.flatMap(([title, lines]) => {
      if (lines.length === 0) return [];
      const more = lines.length - EACH_LISTED;
      const rest = more > 0 ? [`- and ${more} more`] : [];
      return [`### ${title}`, '', ...lines.slice(0, EACH_LISTED).map((line) => `- ${line}`), ...rest, ''];
    }),
    '_What the next shift has to know beside this: write it here._',
    '',
  ].join('\n');
}
