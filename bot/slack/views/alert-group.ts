import { type AlertGroup, countOf, type GroupMember, mainTarget } from '../../domain/alert-group.ts';
import { componentOf } from '../../domain/target.ts';
import { ACTIONS } from './action-ids.ts';
import { stormLines, stormTitle } from './alert-storm.ts';
import { actions, type Block, button, context, section } from './blocks.ts';
import { compose, type SlackMessage } from './message.ts';
import { clock, joined, type Mrkdwn, moment, mrkdwn, person } from './mrkdwn.ts';
import { answerInOneLine, spanInWords, targetInWords } from './wording.ts';

const NAMES_SHOWN = 5;
const SUBJECTS_SHOWN = 6;
const LINKS_SHOWN = 4;
const MARKS = { critical: ':fire:', warning: ':warning:', info: ':information_source:' } as const;

/** The opening message of alerts of one trouble, with how many fire now. Edited as more come and as they resolve. */
export function alertGroupMessage(group: AlertGroup): SlackMessage {
  const { total, firing, severity } = countOf(group);
  const about = aboutOf(group);
  const alerts = (count: number) => `${count} ${count === 1 ? 'alert' : 'alerts'}`;
  const isOver = firing === 0;
  const fires = firing === 1 ? 'fires' : 'fire';
  const title = group.storm
    ? stormTitle(group)
    : isOver
      ? total === 1
        ? `Resolved: the alert${about}`
        : `Resolved: all ${alerts(total)}${about}`
      : firing === total
        ? `${alerts(firing)}${about} ${fires}`
        : `${firing} of ${alerts(total)}${about} ${fires} still`;
  const mark = { mrkdwn: isOver ? ':white_check_mark:' : MARKS[severity] };
  const facts = [
    mrkdwn`${severity}`,
    isOver && group.overAt !== undefined
      ? mrkdwn`${moment(firstStart(group))} to ${clock(group.overAt)}, ${lasted(group, group.overAt)}`
      : mrkdwn`since ${moment(firstStart(group))}`,
    ...(group.acknowledgedBy === undefined
      ? []
      : [mrkdwn`:eyes: ${person(group.acknowledgedBy)} ${isOver ? 'had' : 'has'} it`]),
  ];
  return compose(group.storm ? title : `${title}: ${names(group)[0]?.name ?? ''}`, [
    {
      keep: true,
      blocks: [
        section(
          joined(
            [mrkdwn`${mark} *${title}*`, group.storm ? stormLines(group) : nameLines(group, isOver), ...outcome(group)],
            '\n',
          ),
        ),
      ],
    },
    { blocks: group.storm ? [] : subjects(group) },
    { keep: true, blocks: [context(joined(facts, '  ·  '))] },
    { blocks: group.storm ? [] : links(group) },
    { keep: true, blocks: isOver || (group.storm && group.acknowledgedBy !== undefined) ? [] : [buttons(group)] },
  ]);
}

/** `12 min`, from the first start to the last end. */
function lasted(group: AlertGroup, until: string): string {
  return spanInWords((Date.parse(until) - Date.parse(firstStart(group))) / 1_000);
}

/** The cause, for those who read the channel only; while a new look is due, that it is the earlier one's. */
function outcome({ found, lookAgain, looks = 0, investigation }: AlertGroup): Mrkdwn[] {
  if (found === undefined) return looks > 1 && investigation ? [mrkdwn`:mag: Looked into again, as it changed`] : [];
  if (lookAgain === true) return [mrkdwn`:mag: It changed; looked into again in a moment`];
  if (found.verdict === 'none') return [mrkdwn`:x: Looked into, without an answer`];
  const { mark, text } = answerInOneLine({ verdict: found.verdict, hypotheses: found.best ? [found.best] : [] });
  return [joined([{ mrkdwn: mark }, mrkdwn`*${text}*`], ' ')];
}

/** What the alerts are about, as a title has room for it: the one or two, or the worst hit and how many more. */
function aboutOf(group: AlertGroup): string {
  const main = mainTarget(group);
  if (main === undefined) return '';
  const others = group.subjects.filter((subject) => subject !== componentOf(main) && !subject.startsWith('alert/'));
  const [only] = others;
  if (only === undefined) return ` about ${targetInWords(main)}`;
  const more = others.length === 1 ? nameOf(only) : `${others.length} more`;
  return ` about ${targetInWords(main)} and ${more}`;
}

const nameOf = (subject: string): string => subject.replace(/^(?:service|alert)\//, '');

function firstStart(group: AlertGroup): string {
  const starts = Object.values(group.members).map(({ startsAt }) => startsAt);
  return starts.sort()[0] ?? group.openedAt;
}

/** Alert names with how many fire, the most first. */
function names(group: AlertGroup): { name: string; members: readonly GroupMember[] }[] {
  const byName = Map.groupBy(Object.values(group.members), ({ name }) => name);
  return [...byName]
    .map(([name, members]) => ({ name, members }))
    .sort((a, b) => b.members.length - a.members.length || (a.name < b.name ? -1 : 1));
}

/** Each kind of alert with how many there are; of those that are over, while others fire, that they are. */
function nameLines(group: AlertGroup, isOver: boolean): Mrkdwn {
  const all = names(group);
  const lines = all.slice(0, NAMES_SHOWN).map(({ name, members }) => {
    const firing = members.filter(({ status }) => status === 'firing').length;
    const over =
      isOver || firing === members.length
        ? mrkdwn``
        : firing === 0
          ? mrkdwn` (resolved)`
          : mrkdwn` (${firing} ${firing === 1 ? 'fires' : 'fire'})`;
    const count = joined([members.length > 1 ? mrkdwn` × ${members.length}` : mrkdwn``, over], '');
    const summary = members.find(({ alert }) => (alert?.summary ?? '') !== '')?.alert?.summary ?? '';
    return summary === '' ? mrkdwn`• *${name}*${count}` : mrkdwn`• *${name}*${count}: ${summary}`;
  });
  const more = all.length - lines.length;
  return joined([...lines, ...(more > 0 ? [mrkdwn`• and ${more} more kinds`] : [])], '\n');
}

function subjects(group: AlertGroup): Block[] {
  // One or two stand in the title.
  if (group.subjects.length < 3) return [];
  const shown = group.subjects.slice(0, SUBJECTS_SHOWN).map((subject) => mrkdwn`\`${nameOf(subject)}\``);
  const more = group.subjects.length - shown.length;
  const rest = more > 0 ? [mrkdwn`and ${more} more`] : [];
  return [context(joined([mrkdwn`One thread, as they depend on each other:`, ...shown, ...rest], ' '))];
}

/** The source's own pages, as buttons with an address: text from outside never becomes a link by itself. */
function links(group: AlertGroup): Block[] {
  const all = Object.values(group.members).flatMap(({ alert }) => alert?.links ?? []);
  const byTitle = new Map(all.map((link) => [link.title, link]));
  const shown = [...byTitle.values()].slice(0, LINKS_SHOWN);
  if (shown.length === 0) return [];
  return [
    actions(
      ...shown.map((link, index) => {
        const { value: _, ...plain } = button(link.title, `${ACTIONS.openLink}_${index}`, '');
        return { ...plain, url: link.url };
      }),
    ),
  ];
}

function buttons(group: AlertGroup): Block {
  const acknowledge = button('I have it', ACTIONS.acknowledgeAlerts, group.id, { style: 'primary' });
  const silence = button('Silence for 1 h', ACTIONS.silenceAlerts, group.id, {
    confirm: {
      title: 'Silence these alerts?',
      text: 'For an hour, alerts about the same open no thread here. The source goes on as before.',
      yes: 'Silence',
      no: 'Keep',
    },
  });
  // A storm is too much to be silenced by one press.
  const presses = [...(group.acknowledgedBy === undefined ? [acknowledge] : []), ...(group.storm ? [] : [silence])];
  return actions(...presses);
}
