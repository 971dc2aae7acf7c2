import type { Incident } from '../../domain/incident.ts';
import type { RuledAnswer } from '../../domain/ruling.ts';
import { confidenceInWords as inWords } from '../../investigation/answer-text.ts';
import type { Moment } from '../../investigation/timeline.ts';
import type { InvestigationRecord } from '../../ports/investigation-store.ts';
import { type Block, context, section } from './blocks.ts';
import { causeLine } from './cause-wording.ts';
import { LIMITS } from './limits.ts';
import { compose, type SlackMessage } from './message.ts';
import { clock, joined, type Mrkdwn, moment, mrkdwn, person, told } from './mrkdwn.ts';
import { outcomeOf, tookOf } from './records.ts';
import { line, ours, preformatted, richText, wordsWithCode } from './rich-text.ts';
import { SOURCE_NAMES, spanInWords, targetInWords } from './wording.ts';

const MOMENTS = 25;

/** What happened when, oldest first, one line each; of more than fit the last ones. People are named, not called. */
export function timelineMessage(
  moments: readonly Moment[],
  nameOf: (id: string) => string = () => 'somebody',
): SlackMessage {
  if (moments.length === 0) {
    return compose('There is nothing on the timeline yet.', [
      { keep: true, blocks: [section(mrkdwn`There is nothing on the timeline yet.`)] },
    ]);
  }
  const named = (what: string) =>
    what
      .replace(/<@([UW][A-Z0-9]{1,40})>/g, (_mention, id: string) => nameOf(id))
      .replace(/\bservice\/(?=[a-z0-9])/g, '');
  const last = moments.slice(-MOMENTS).map((each) => ({ ...each, what: named(each.what) }));
  const days = last.map(({ at }) => at.slice(0, 10));
  const lines = last.map(({ at, what, from }, index) => {
    const source = SOURCE_NAMES[from as keyof typeof SOURCE_NAMES];
    const when = index > 0 && days[index] === days[index - 1] ? clock(at) : moment(at);
    const text = told(what, at);
    const said = source === undefined ? mrkdwn`*${text}*` : mrkdwn`${text}  _${source}_`;
    return joined([when, said], '  ');
  });
  const more = moments.length - last.length;
  const title = more > 0 ? mrkdwn`*Timeline*, the last ${last.length} of ${moments.length}` : mrkdwn`*Timeline*`;
  const count = moments.length === 1 ? '1 entry' : `${moments.length} entries`;
  return compose(`Timeline: ${count}, the last: ${last.at(-1)?.what ?? ''}`, [
    { keep: true, blocks: [section(title)] },
    ...inBlocks(lines).map((some) => ({ blocks: [section(some)] })),
    {
      keep: true,
      blocks: [context(mrkdwn`what was done here in bold; what was seen, with where; your own time zone`)],
    },
  ]);
}

/** Lines in as few blocks as they fit, so that no gap stands between them without need. */
function inBlocks(lines: readonly Mrkdwn[]): readonly Mrkdwn[] {
  const blocks: Mrkdwn[] = [];
  for (const line of lines) {
    const last = blocks.at(-1);
    const fits = last !== undefined && last.mrkdwn.length + line.mrkdwn.length < LIMITS.sectionText;
    if (fits) blocks[blocks.length - 1] = joined([last, line], '\n');
    else blocks.push(line);
  }
  return blocks;
}

/** An incident that nothing was looked into for yet. */
export function incidentSummary(incident: Incident, link?: string): SlackMessage {
  return compose(`Where it stands: ${incident.severity}: ${incident.title}`, [
    { keep: true, blocks: [section(incidentLines(incident))] },
    {
      keep: true,
      blocks: [context(mrkdwn`Nothing was looked into here yet: \`/sre checkout is slow\` looks for the cause.`)],
    },
    { blocks: threadLink(link) },
  ]);
}

function incidentLines(incident: Incident): Mrkdwn {
  const { roles, severity, title, state, resolvedAt, declaredAt } = incident;
  const isOver = state === 'resolved' && resolvedAt !== undefined;
  const mark = { mrkdwn: isOver ? ':white_check_mark:' : ':rotating_light:' };
  const facts = [
    isOver ? mrkdwn`over since ${moment(resolvedAt)}` : mrkdwn`open since ${moment(declaredAt)}`,
    roles.commander === undefined ? mrkdwn`*nobody leads*` : mrkdwn`led by ${person(roles.commander)}`,
  ];
  return joined([mrkdwn`${mark} *${severity}: ${title}*`, joined(facts, '  ·  ')], '\n');
}

/** Where things stand, for somebody who joins now. */
export function summaryMessage(
  record: InvestigationRecord,
  ruled: RuledAnswer | undefined,
  link?: string,
  incident?: Incident,
): SlackMessage {
  const { request } = record;
  const answer = ruled?.answer;
  const best = answer?.hypotheses[0];
  const facts = [
    mrkdwn`asked by ${person(request.askedBy.slackUserId)} ${moment(request.askedAt)}`,
    mrkdwn`about *${targetInWords(request.target)}*, last ${spanInWords(request.sinceSeconds)}`,
    ...(tookOf(record) === '' ? [mrkdwn`still running`] : [mrkdwn`took ${tookOf(record)}`]),
  ];
  const remedy = best?.nextSteps.find(({ kind }) => kind === 'remedy') ?? best?.nextSteps[0];
  const asked = request.question.trim() === '' ? [] : [mrkdwn`> ${request.question}`];
  const lines = [
    incident === undefined ? mrkdwn`*Where it stands*` : incidentLines(incident),
    ...(incident?.title === request.question.trim() ? [] : asked),
    best ? mrkdwn`*${causeLine(best)}*, ${inWords(best.confidence)}` : mrkdwn`*${outcomeOf(record)}*`,
    ...(best ? [mrkdwn`${best.summary}`] : (answer?.reasons ?? []).slice(0, 2).map((reason) => mrkdwn`${reason}`)),
  ];
  const unseen = answer?.unknown ?? [];
  return compose(`Where it stands: ${best ? causeLine(best) : outcomeOf(record)}`, [
    { keep: true, blocks: [section(joined(lines, '\n'))] },
    { blocks: remedy ? next(remedy.text, remedy.command) : [] },
    { blocks: droppedBlocks(ruled) },
    { blocks: unseen.length > 0 ? [context(mrkdwn`:see_no_evil: Not seen: ${unseen.slice(0, 4).join('; ')}`)] : [] },
    { keep: true, blocks: [context(joined(facts, '  ·  '))] },
    { blocks: threadLink(link) },
  ]);
}

function next(text: string, command: string | undefined): Block[] {
  return [
    richText(
      line(ours('Next: ', { bold: true }), ...wordsWithCode(text, 300)),
      ...(command ? [preformatted(command, 500)] : []),
    ),
  ];
}

/** Who ruled what out, so that nobody wonders where it went. */
function droppedBlocks(ruled: RuledAnswer | undefined): Block[] {
  if (ruled === undefined || ruled.dropped.length === 0) return [];
  const lines = ruled.dropped
    .slice(0, 5)
    .map(({ hypothesis, ruling }) => mrkdwn`• ~${causeLine(hypothesis)}~, ruled out by ${person(ruling.by)}`);
  return [context(joined(lines, '\n'))];
}

function threadLink(link: string | undefined): Block[] {
  if (link === undefined || !/^https?:\/\//.test(link)) return [];
  return [richText(line({ type: 'link', url: link.slice(0, 3_000), text: 'Open the thread' }))];
}
