import { type AlertGroup, countOf, mainTarget } from '../../domain/alert-group.ts';
import type { Incident } from '../../domain/incident.ts';
import type { Page } from '../../domain/page.ts';
import { isSilencedBy, type Silence } from '../../domain/silence.ts';
import type { OpenDuties } from '../../duty/hand-over.ts';
import type { HeldAlerts } from '../../ports/alert-inbox.ts';
import type { MirroredSilence } from '../../ports/silence-mirror.ts';
import { ACTIONS } from './action-ids.ts';
import { type Block, button, context, section } from './blocks.ts';
import { compose, type SlackMessage } from './message.ts';
import { joined, linked, type Mrkdwn, moment, mrkdwn, person } from './mrkdwn.ts';
import { targetInWords } from './wording.ts';

const EACH_SHOWN = 8;
const SILENCES_SHOWN = 20;

/** The ways to threads, where Slack told them, by the id of what stands in them. */
export type Links = ReadonlyMap<string, string>;

/** An open incident on one line: how bad, what, who leads, since when, and where. */
export function incidentLine(incident: Incident, links: Links): Mrkdwn {
  const { severity, title, roles, declaredAt, ownChannel } = incident;
  return joined(
    [
      joined([mrkdwn`:rotating_light: *${severity}*`, linked(title, links.get(incident.id))], ' '),
      roles.commander === undefined ? mrkdwn`*nobody leads*` : mrkdwn`led by ${person(roles.commander)}`,
      mrkdwn`since ${moment(declaredAt)}`,
      ...(ownChannel !== undefined && /^[CG][A-Z0-9]{1,40}$/.test(ownChannel) ? [{ mrkdwn: `<#${ownChannel}>` }] : []),
    ],
    '  ·  ',
  );
}

/** A call for help on one line: about what, who has it, since when. */
export function pageLine(page: Page, links: Links): Mrkdwn {
  const { reason, owner, openedAt, service } = page;
  return joined(
    [
      joined([mrkdwn`:pager:`, linked(reason, links.get(page.id))], ' '),
      ...(service === undefined ? [] : [mrkdwn`${service}`]),
      owner === undefined ? mrkdwn`*nobody has it*` : mrkdwn`${person(owner)} has it`,
      mrkdwn`since ${moment(openedAt)}`,
    ],
    '  ·  ',
  );
}

/** Alerts of a thread, with who has them: by their own button or by that of the call for them. */
function groupLine(group: AlertGroup, pages: readonly Page[], links: Links): Mrkdwn {
  const { firing } = countOf(group);
  const { openedAt } = group;
  const acknowledgedBy = group.acknowledgedBy ?? pages.find((page) => isAbout(page, group))?.owner;
  const text = `${firing} ${firing === 1 ? 'alert' : 'alerts'} about ${targetInWords(mainTarget(group))}`;
  return joined(
    [
      joined([mrkdwn`:bell:`, linked(text, links.get(group.id))], ' '),
      acknowledgedBy === undefined ? mrkdwn`*nobody has it*` : mrkdwn`${person(acknowledgedBy)} has it`,
      mrkdwn`since ${moment(openedAt)}`,
    ],
    '  ·  ',
  );
}

function isAbout({ channel, threadTs }: Page, group: AlertGroup): boolean {
  return threadTs !== '' && channel === group.channel && threadTs === group.threadTs;
}

/** What the next shift has to know: incidents, calls, alerts that fire, and what is silenced. */
export function handOverMessage(open: OpenDuties, links: Links = new Map()): SlackMessage {
  const { groups, pages } = open;
  // A call for alerts is told with them.
  const calls = pages.filter((page) => !groups.some((group) => isAbout(page, group)));
  const parts: readonly (readonly [string, readonly Mrkdwn[]])[] = [
    ['Incidents', open.incidents.map((one) => incidentLine(one, links))],
    ['Calls for help', calls.map((one) => pageLine(one, links))],
    ['Alerts that fire', groups.map((one) => groupLine(one, pages, links))],
    ['Silenced', open.silences.map(silenceLine)],
  ];
  const count = parts.reduce((sum, [, lines]) => sum + lines.length, 0);
  if (count === 0) {
    const text = 'Nothing is open: no incident, no call, no alert that fires, nothing silenced.';
    return compose(text, [{ keep: true, blocks: [section(mrkdwn`:white_check_mark: ${text}`)] }]);
  }
  const title = `Hand-over: ${count} ${count === 1 ? 'thing is' : 'things are'} open`;
  return compose(title, [
    { keep: true, blocks: [section(mrkdwn`*${title}*`)] },
    ...parts.flatMap(([name, lines]) => {
      if (lines.length === 0) return [];
      const shown = lines.slice(0, EACH_SHOWN);
      const more = lines.length - shown.length;
      const rest = more > 0 ? [mrkdwn`and ${more} more`] : [];
      return [{ blocks: [section(joined([mrkdwn`*${name}*`, ...shown, ...rest], '\n'))] }];
    }),
  ]);
}

/** A place where silences are kept too; without `silences` it could not be asked. */
export interface MirrorShown {
  readonly name: string;
  readonly silences?: readonly MirroredSilence[];
}

/** Silences that people made at the source itself: they hold back there what never comes here. */
function theirLines(mirror: MirrorShown | undefined): Block[] {
  if (mirror === undefined) return [];
  const { name, silences } = mirror;
  if (silences === undefined) return [context(mrkdwn`Those of ${name} itself could not be read.`)];
  if (silences.length === 0) return [];
  const shown = silences
    .slice(0, EACH_SHOWN)
    .map(({ about, by, until }) => mrkdwn`• ${about.slice(0, 200)} until ${moment(until)}, by ${by.slice(0, 60)}`);
  const more = silences.length - shown.length;
  const rest = more > 0 ? [mrkdwn`and ${more} more`] : [];
  return [section(joined([mrkdwn`*Made in ${name} itself*`, ...shown, ...rest], '\n'))];
}

/** The silences in force, each with a button that ends it, and what they hold back. */
export function silencesMessage(
  silences: readonly Silence[],
  made?: Silence,
  held: readonly HeldAlerts[] = [],
  mirror?: MirrorShown,
): SlackMessage {
  const lead =
    made === undefined
      ? undefined
      : mrkdwn`:no_bell: Alerts about *${made.subject}* open no thread until ${moment(made.until)}.`;
  // A bare name was kept as an alert's and as a service's: people see what they typed.
  const typed = silences.filter(
    ({ subject, until }) => !silences.some((other) => `service/${other.subject}` === subject && other.until === until),
  );
  const shown = typed.slice(0, SILENCES_SHOWN);
  const more = typed.length - shown.length;
  const rows = shown.map((one) => {
    const pair = silences.filter((other) => other === one || other.subject === `service/${one.subject}`);
    const count = held
      .filter((alert) => pair.some((silence) => isSilencedBy(alert, silence)))
      .reduce((sum, alert) => sum + alert.count, 0);
    const back = count === 0 ? 'nothing held back' : `${count} ${count === 1 ? 'alert' : 'alerts'} held back`;
    return {
      ...section(joined([silenceLine(one), mrkdwn`${back}`], ', ')),
      accessory: button('End now', ACTIONS.endSilence, one.id, { label: `End the silence about ${one.subject} now` }),
    };
  });
  const text =
    made === undefined
      ? `${typed.length} ${typed.length === 1 ? 'silence is' : 'silences are'} in force`
      : `${made.subject} is silenced`;
  return compose(text, [
    { keep: true, blocks: lead ? [section(lead)] : [] },
    {
      keep: true,
      blocks: [section(rows.length === 0 ? mrkdwn`Nothing is silenced.` : mrkdwn`*In force*`)],
    },
    ...rows.map((row) => ({ blocks: [row] })),
    {
      keep: true,
      blocks: [
        ...(more > 0 ? [context(mrkdwn`and ${more} more`)] : []),
        ...theirLines(mirror),
        context(
          mrkdwn`${mirror === undefined ? 'Ours alone: the source goes on.' : `Kept in ${mirror.name} too.`} \`/sre silence checkout 2h\` adds one, \`/sre silence end checkout\` ends it.`,
        ),
      ],
    },
  ]);
}

function silenceLine(silence: Silence): Mrkdwn {
  return mrkdwn`\`${silence.subject}\` until ${moment(silence.until)}, by ${person(silence.by)}`;
}
