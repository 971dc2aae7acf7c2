import type { Ruling } from '../domain/ruling.ts';
import { applyRulings } from '../domain/ruling.ts';
import type { InvestigationRecord } from '../ports/investigation-store.ts';
import { causeInWords, confidenceInWords } from './answer-text.ts';
import { timelineOf } from './timeline.ts';

/**
 * The draft of a postmortem in Markdown, from what was found; what only people know is asked for in place. `records`
 * are one thread's, newest first; `timeZone` is an IANA name in which times are written.
 */
export function postmortemDraft(
  records: readonly InvestigationRecord[],
  rulings: readonly Ruling[],
  options: { readonly timeZone?: string; readonly nameOf?: (slackUserId: string) => string } = {},
): string {
  const answered = records.find(({ answer }) => answer !== undefined) ?? records[0];
  const answer = answered?.answer === undefined ? undefined : applyRulings(answered.answer, rulings).answer;
  const best = answer?.hypotheses[0];
  const time = (at: string) => inZone(at, options.timeZone);
  const people = (text: string) =>
    text.replace(/<@([UW][A-Z0-9]+)>/g, (_all, id: string) => options.nameOf?.(id) ?? id);
  const title =
    best === undefined
      ? (answered?.request.question.trim() ?? 'Incident')
      : `${best.component}: ${causeInWords(best.cause)}`;
  const cited = (ids: readonly string[]) => (answer?.evidence ?? []).filter(({ id }) => ids.includes(id));
  const lines = [
    `# Postmortem (draft): ${oneLine(title || 'incident')}`,
    '',
    '> Drafted from what was observed. Check every line; what is in _italics_ only people know.',
    '',
    '## Summary',
    '',
    best === undefined
      ? '_What happened, in two sentences._'
      : `${oneLine(best.summary)}. Believed ${confidenceInWords(best.confidence)}${best.onset ? `; it began ${time(best.onset)}` : ''}.`,
    '',
    '## Impact',
    '',
    best !== undefined && best.explains.length > 0
      ? `Seen at: ${best.explains.join(', ')}.`
      : '_Who noticed what, and for how long._',
    '',
    '_How many users, which promises were broken._',
    '',
    '## Timeline',
    '',
    `| When${options.timeZone ? ` (${options.timeZone})` : ' (UTC)'} | What | Seen in |`,
    '|---|---|---|',
    ...timelineOf(records, rulings).map(
      ({ at, what, from }) => `| ${time(at)} | ${cell(people(what))} | ${cell(from)} |`,
    ),
    '',
    '## Cause',
    '',
    ...(best === undefined
      ? ['_Not established._']
      : [`**${best.component}: ${causeInWords(best.cause)}**${best.change ? `, change \`${best.change}\`` : ''}`, '']),
    ...cited(best?.evidence ?? []).map((one) => `- ${one.id}, ${one.source}: ${oneLine(one.text)}`),
    ...(best !== undefined && best.contradicting.length > 0 ? ['', 'What speaks against it:', ''] : []),
    ...cited(best?.contradicting ?? []).map((one) => `- ${one.id}, ${one.source}: ${oneLine(one.text)}`),
    ...((answer?.unknown.length ?? 0) > 0
      ? ['', `Could not be seen: ${answer!.unknown.map(oneLine).join('; ')}.`]
      : []),
    '',
    '## What helped, what hindered',
    '',
    '_Detection, access, runbooks, luck._',
    '',
    '## Actions',
    '',
    '| Action | Owner | Until |',
    '|---|---|---|',
    ...(best?.nextSteps ?? []).map((step) => `| ${cell(step.text)} | _who_ | _when_ |`),
    '| _What keeps this from coming back_ | _who_ | _when_ |',
    '',
  ];
  return lines.join('\n');
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim().replace(/\.$/, '').slice(0, 1_000).replaceAll('<', '&lt;');
}

/** Text in a table's cell: no bars, no breaks. */
function cell(text: string): string {
  return oneLine(text).replaceAll('|', '\\|');
}

function inZone(at: string, timeZone = 'UTC'): string {
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return at;
  try {
    return date.toLocaleString('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' });
  } catch {
    return date.toISOString(); // A zone that this machine does not know.
  }
}
