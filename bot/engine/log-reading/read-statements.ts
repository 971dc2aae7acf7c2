import type { EvidenceSet, LogPattern, ServiceLogs } from '../../domain/signals.ts';
import type { Component } from '../../domain/target.ts';
import { isOfStrangers } from '../knowledge/client-faults.ts';
import { troubledSince } from '../metric-reading/troubled-since.ts';
import { backgroundOf, fillsLog, isFresh, type Span, spanOf } from './background.ts';
import { blamedBy } from './blamed-component.ts';
import { isCollectorNote } from './collector-note.ts';
import { lastWordsOf } from './last-words.ts';
import { type ErrorTextMatch, matchErrorTexts } from './match-error-texts.ts';
import type { Parties } from './parties.ts';
import { readParties } from './parties.ts';

/** An entry of a log whose words name what is wrong. */
export interface Statement {
  readonly match: ErrorTextMatch;
  readonly logs: ServiceLogs;
  readonly pattern: LogPattern;
  readonly text: string;
  readonly blamed: Component;
  /** False where the blamed component had to be guessed. */
  readonly certain: boolean;
  /** True for what a program wrote before its container ended. */
  readonly lastWords: boolean;
  /** True where the log says so from its first line on, so that it is not known whether it is new. */
  readonly undated: boolean;
}

export interface Statements {
  readonly parties: Parties;
  readonly all: readonly Statement[];
}

const read = new WeakMap<EvidenceSet, Statements>();

/** Reads the entries that match an error text and are no background. Done once per evidence set. */
export function readStatements(evidence: EvidenceSet): Statements {
  const known = read.get(evidence);
  if (known !== undefined) return known;
  const parties = readParties(evidence);
  const services = evidence.logs.status === 'observed' ? evidence.logs.value : [];
  const all = services.flatMap((logs) => {
    const lastWords = lastWordsOf(logs, parties.cluster);
    const matched = logs.patterns.flatMap((pattern) => matchedOf(pattern, lastWords.has(pattern)) ?? []);
    const spans = new Map(
      [...Map.groupBy(matched, ({ match }) => match.row.cause)].map(([cause, about]) => [
        cause,
        spanOf(about.map(({ pattern }) => pattern)),
      ]),
    );
    return matched.flatMap((one) => statementOf(one, logs, spans.get(one.match.row.cause)!, parties, evidence) ?? []);
  });
  const statements = { parties, all };
  read.set(evidence, statements);
  return statements;
}

interface Matched {
  readonly pattern: LogPattern;
  readonly text: string;
  readonly match: ErrorTextMatch;
  readonly lastWords: boolean;
}

/** The first sample of a pattern that names a cause. Below warning level only what programs print there counts. */
function matchedOf(pattern: LogPattern, lastWords: boolean): Matched | undefined {
  const problem = lastWords || (pattern.level !== 'debug' && pattern.level !== 'info');
  for (const { text } of pattern.samples) {
    if (isCollectorNote(text)) continue;
    const match = matchErrorTexts(text).find(({ row }) => problem || row.anyLevel === true);
    if (match !== undefined) return { pattern, text, match, lastWords };
  }
  return undefined;
}

function statementOf(
  { pattern, text, match, lastWords }: Matched,
  logs: ServiceLogs,
  span: Span,
  parties: Parties,
  evidence: EvidenceSet,
): Statement | undefined {
  if (isBefore(pattern, evidence) || (match.row.fresh === true && !isFresh(pattern, evidence))) return undefined;
  const background = lastWords ? undefined : backgroundOf(pattern, logs, evidence, span);
  // An alarm that is said once stays true, though its line stands at the beginning of the log.
  const lasting = background === 'start-up' && match.row.hint !== true && match.row.recurs === undefined;
  const keeps = match.row.interrupts === true || fillsLog(pattern, logs);
  const undated = background === 'standing' && match.row.hint !== true && keeps;
  if (background !== undefined && !undated && !lasting) return undefined;
  // What strangers try all day is how it always is, though a quiet server's log holds little else.
  if (undated && isOfStrangers(text)) return undefined;
  const blame = blamedBy(match, text, logs, parties, evidence);
  if (blame === undefined) return undefined;
  return { match, logs, pattern, text, blamed: blame.component, certain: blame.certain, lastWords, undated };
}

/** Whether it was last said before the trouble began. */
function isBefore({ lastSeen }: LogPattern, evidence: EvidenceSet): boolean {
  return lastSeen !== undefined && Date.parse(lastSeen) < troubledSince(evidence);
}
