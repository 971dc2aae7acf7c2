import type { Answer, Hypothesis } from '../../domain/answer.ts';
import { applyRulings } from '../../domain/ruling.ts';
import { causeInWords } from '../../wording/causes.ts';
import { confidenceInWords } from '../answer-text.ts';
import type { Moment } from '../timeline.ts';
import { openQuestions } from './open-questions.ts';
import { outsideCell, outsideText } from './outside-text.ts';
import { actionInWords, momentsOf, type Story } from './story.ts';
import { knownZone, zonedTime } from './zoned-time.ts';

export interface DraftOptions {
  /** An IANA name; absent or unknown: UTC. */
  readonly timeZone?: string;
  /** The name of a Slack user, from outside; without it people are shown by their ids. */
  readonly nameOf?: (slackUserId: string) => string;
}

/** A table in a canvas has at most 300 cells. */
const ROWS_IN_A_TABLE = 90;
const MOST_MOMENTS = 540;

/** What the thread is about in one line, from outside: the incident's title, the likeliest cause or the question. */
export function storyTitle(story: Story): string {
  const best = standing(story)?.hypotheses[0];
  const cause = best === undefined ? undefined : `${best.component}: ${causeInWords(best.cause)}`;
  const title = story.incident?.title ?? cause ?? story.records.at(-1)?.request.question;
  return outsideText(title ?? '', 120) || 'incident';
}

/**
 * The draft of a postmortem in Markdown that a file and a Slack canvas both take, from what was seen and done; what only
 * people know is asked for in place. Nothing in it is guessed: a section without facts says so.
 */
export function postmortemDraft(story: Story, options: DraftOptions = {}): string {
  const answer = standing(story);
  const best = answer?.hypotheses[0];
  const zone = knownZone(options.timeZone);
  const time = (at: string) => zonedTime(at, zone);
  const named = readableFor(options);
  const moments = momentsOf(story);
  const days = new Set(moments.map(({ at }) => time(at).split(' ')[0]));
  const day = days.size === 1 ? [...days][0] : undefined;
  const lines = [
    `# Postmortem (draft): ${storyTitle(story)}`,
    '',
    '> Drafted from what was observed. Check every line; what is in _italics_ only people know.',
    '',
    '## Summary',
    '',
    best === undefined
      ? '_What happened, in two sentences._'
      : `${outsideText(named(best.summary))}. Believed ${confidenceInWords(best.confidence)}${best.onset ? `; it began ${time(best.onset)}` : ''}.`,
    ...incidentLines(story, time, named),
    '',
    '## Impact',
    '',
    best !== undefined && best.explains.length > 0
      ? `Seen at: ${best.explains.map((one) => outsideText(one)).join(', ')}.`
      : '_Who noticed what, and for how long._',
    '',
    '_How many users, which promises were broken._',
    '',
    '## Timeline',
    '',
    ...zoneLine(moments, zone, day),
    ...momentTables(moments, day === undefined ? time : (at) => time(at).slice(day.length + 1), named),
    '',
    '## Cause',
    '',
    ...causeLines(answer, best, named),
    '',
    '## What was done',
    '',
    ...doneLines(story, time, named),
    '',
    '## Open questions',
    '',
    ...listOf(openQuestions(story, answer).map(named), 'Nothing that was seen is left open.'),
    '- _What else do you want to know?_',
    '',
    '## What helped, what hindered',
    '',
    '_Detection, access, runbooks, luck._',
    '',
    '## Follow-up',
    '',
    '| Action | Owner | Until |',
    '|---|---|---|',
    ...(best?.nextSteps ?? []).slice(0, 20).map((step) => `| ${outsideCell(step.text)} | _who_ | _when_ |`),
    '| _What keeps this from coming back_ | _who_ | _when_ |',
    '',
  ];
  return lines.join('\n');
}

/** What happened since, as a section to be put at the end of a draft; '' without moments. */
export function postmortemAddition(moments: readonly Moment[], at: string, options: DraftOptions = {}): string {
  if (moments.length === 0) return '';
  const zone = knownZone(options.timeZone);
  const time = (one: string) => zonedTime(one, zone);
  const title = `## Added ${time(at)} (${zone})`;
  return ['', title, '', ...momentTables(moments, time, readableFor(options)), ''].join('\n');
}

/** The newest answer as people left it. */
function standing({ records, rulings }: Story): Answer | undefined {
  const answered = records.find(({ answer }) => answer !== undefined);
  return answered?.answer === undefined ? undefined : applyRulings(answered.answer, rulings).answer;
}

/** A time as tools print it, with its date: RFC 3339. */
const TIMES = /\b\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})/g;

/** Puts names for `<@U…>` and the reader's time for times of tools; what a name holds is from outside. */
export function readableFor({ nameOf, timeZone }: DraftOptions) {
  const zone = knownZone(timeZone);
  return (text: string) =>
    text
      .replace(/<@([UW][A-Z0-9]+)>/g, (_all, id: string) => nameOf?.(id) ?? id)
      .replace(TIMES, (time) => zonedTime(time, zone));
}

type InZone = (at: string) => string;
type Named = (text: string) => string;

/** Where the times are; with `day`, all of them are of that one. */
function zoneLine(moments: readonly Moment[], zone: string, day: string | undefined): string[] {
  const [first] = moments;
  if (first === undefined) return ['Nothing with a time was seen.'];
  const times = day === undefined ? `Times are ${zone}` : `All on ${day}, ${zone}`;
  if (zone === 'UTC') return [`${times}.`, ''];
  return [`${times}; the first, ${zonedTime(first.at, zone)}, is ${zonedTime(first.at)} UTC.`, ''];
}

function momentTables(moments: readonly Moment[], time: InZone, named: Named): string[] {
  const shown = moments.slice(-MOST_MOMENTS);
  const left = moments.length - shown.length;
  const lines = left > 0 ? [`The first ${left} of ${moments.length} are left out.`, ''] : [];
  for (let from = 0; from < shown.length; from += ROWS_IN_A_TABLE) {
    if (from > 0) lines.push('');
    lines.push('| When | What | Seen in |', '|---|---|---|');
    for (const { at, what, from: where } of shown.slice(from, from + ROWS_IN_A_TABLE)) {
      lines.push(`| ${time(at)} | ${outsideCell(named(what))} | ${outsideCell(where)} |`);
    }
  }
  return lines;
}

function incidentLines({ incident }: Story, time: InZone, named: Named): string[] {
  if (incident === undefined) return [];
  const { severity, title, declaredAt, declaredBy, resolvedAt, roles } = incident;
  const end = resolvedAt === undefined ? 'it is still open' : `it was said to be over ${time(resolvedAt)}`;
  const by = outsideText(named(`<@${declaredBy}>`));
  const people = Object.entries(roles).map(([role, user]) => `${role} ${outsideText(named(`<@${user}>`))}`);
  return [
    '',
    `Incident ${severity}, "${outsideText(title)}": declared ${time(declaredAt)} by ${by}; ${end}.`,
    ...(people.length > 0 ? ['', `Roles: ${people.join(', ')}.`] : []),
  ];
}

function causeLines(answer: Answer | undefined, best: Hypothesis | undefined, named: Named): string[] {
  const cited = (ids: readonly string[]) =>
    (answer?.evidence ?? [])
      .filter(({ id }) => ids.includes(id))
      .map(({ id, source, text }) => `- ${id}, ${source}: ${outsideText(named(text))}`);
  const ruledOut = (answer?.ruledOut ?? []).map((one) => `- ${outsideText(one)}`);
  const unknown = answer?.unknown ?? [];
  return [
    ...(best === undefined
      ? ['_Not established._']
      : [
          `**${outsideText(best.component)}: ${causeInWords(best.cause)}**${best.change ? `, change ${outsideText(best.change)}` : ''}`,
          '',
          ...cited(best.evidence),
        ]),
    ...(best !== undefined && best.contradicting.length > 0
      ? ['', 'What speaks against it:', '', ...cited(best.contradicting)]
      : []),
    ...(ruledOut.length > 0 ? ['', 'Ruled out by people:', '', ...ruledOut] : []),
    ...(unknown.length > 0 ? ['', `Could not be seen: ${unknown.map((one) => outsideText(one)).join('; ')}.`] : []),
  ];
}

function doneLines({ pages, actions }: Story, time: InZone, named: Named): string[] {
  const who = (user: string | undefined) => (user === undefined ? 'nobody' : outsideText(named(`<@${user}>`)));
  const calls = pages.map(({ reason, openedAt, calls: all, state, owner, acknowledgedAt }) => {
    const reached = all.filter(({ mentioned }) => mentioned).flatMap(({ people }) => people.map(({ name }) => name));
    const called =
      reached.length > 0 ? `called ${reached.map((name) => outsideText(name)).join(', ')}` : 'nobody was called';
    const first = all.find(({ mentioned }) => mentioned)?.at;
    const waited = Math.round((Date.parse(acknowledgedAt ?? '') - Date.parse(first ?? '')) / 60_000);
    const after = Number.isNaN(waited) ? '' : ` ${waited < 1 ? 'within a minute' : `after ${waited} min`}`;
    const end =
      state === 'acknowledged'
        ? `${who(owner)} has it${after}`
        : state === 'waiting'
          ? 'nobody has it yet'
          : 'nobody answered';
    return `- Call for help ${time(openedAt)}, "${outsideText(reason)}": ${called}; ${end}.`;
  });
  const acts = actions.map((action) => {
    const decided =
      action.decidedBy === undefined
        ? ''
        : `; ${action.state === 'refused' ? 'refused' : 'approved'} by ${who(action.decidedBy)}${action.decidedAt ? ` ${time(action.decidedAt)}` : ''}`;
    const outcome = action.outcome === undefined ? '' : `: ${outsideText(action.outcome)}`;
    return `- ${outsideText(actionInWords(action))}: proposed ${time(action.proposedAt)} by ${who(action.proposedBy)}${decided}; ${action.state}${outcome}.`;
  });
  return listOf([...calls, ...acts], 'No call for help and no action through the bot.', false);
}

function listOf(lines: readonly string[], none: string, outside = true): string[] {
  if (lines.length === 0) return [none];
  return outside ? lines.map((line) => `- ${outsideText(line)}`) : [...lines];
}
