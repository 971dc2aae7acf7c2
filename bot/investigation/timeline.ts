import type { Ruling } from '../domain/ruling.ts';
import { componentOf } from '../domain/target.ts';
import type { InvestigationRecord } from '../ports/investigation-store.ts';
import { causeInWords } from '../wording/causes.ts';
import { confidenceInWords } from './answer-text.ts';

/** One thing that happened. */
export interface Moment {
  /** RFC 3339. */
  readonly at: string;
  readonly what: string;
  /** Where it was seen, or who did it: `Kubernetes`, `asked here`. */
  readonly from: string;
}

const MOST_OBSERVED = 30;
/** RFC 3339 in full. */
const TIMES = /\b\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})/g;

/** What happened when, oldest first: what was observed, and what was done here. Times that cannot be read are left out. */
export function timelineOf(
  records: readonly InvestigationRecord[],
  rulings: readonly Ruling[] = [],
): readonly Moment[] {
  const moments = records.flatMap((record) => [...observed(record), ...done(record)]);
  for (const ruling of rulings) {
    const what = `<@${ruling.by}> ${ruling.out ? 'ruled out' : 'ruled back in'} ${ruling.subject}`;
    moments.push({ at: ruling.at, from: 'thread', what });
  }
  const seen = new Set<string>();
  return moments
    .filter(({ at, what }) => {
      const key = `${at} ${what}`;
      if (Number.isNaN(Date.parse(at)) || seen.has(key)) return false;
      seen.add(key);
      return true;
    })
    .sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
}

function observed({ answer }: InvestigationRecord): Moment[] {
  if (answer === undefined) return [];
  const [best] = answer.hypotheses;
  // What the likeliest explanation cites tells the story; the rest is noise beside it.
  const cited = new Set(
    answer.hypotheses.slice(0, 2).flatMap(({ evidence, contradicting }) => [...evidence, ...contradicting]),
  );
  const seen = answer.evidence
    .filter(({ id, observedAt }) => observedAt !== undefined && cited.has(id))
    .slice(0, MOST_OBSERVED)
    .map(({ observedAt = '', text, source }) => ({ at: beganAt(text, observedAt), what: text, from: source }));
  if (best?.onset === undefined) return seen;
  const what = `${best.component}: ${causeInWords(best.cause)} begins`;
  return [...seen, { at: best.onset, what, from: 'finding' }];
}

/** What lasts is told at its beginning: the earliest time that its text names, where that lies before the last look. */
function beganAt(text: string, observedAt: string): string {
  const times = (text.match(TIMES) ?? []).map((time) => Date.parse(time)).filter((time) => !Number.isNaN(time));
  const first = Math.min(Date.parse(observedAt), ...times);
  return Number.isNaN(first) ? observedAt : new Date(first).toISOString();
}

function done({ request, answer, status, wording, endedAt }: InvestigationRecord): Moment[] {
  const target = request.target === undefined ? 'the whole system' : componentOf(request.target);
  const asked = request.question.trim() || `investigate ${target}`;
  const begin: Moment = {
    at: request.askedAt,
    what: `<@${request.askedBy.slackUserId}> asked: ${asked}`,
    from: 'thread',
  };
  if (endedAt === undefined) return [begin];
  const best = answer?.hypotheses[0];
  const end =
    best !== undefined
      ? `Answer: ${best.component}: ${causeInWords(best.cause)} (${confidenceInWords(best.confidence)})`
      : status === 'answered'
        ? `Answer: ${answer?.verdict ?? 'unknown'}`
        : `Ended without an answer. ${wording ?? ''}`;
  return [begin, { at: endedAt, what: end.trim(), from: 'thread' }];
}
