import type { EvidenceSet, LogPattern, ServiceLogs } from '../../domain/signals.ts';
import type { Component } from '../../domain/target.ts';
import { LATELY_MS, REPEATED } from '../cluster/parameters.ts';
import { backgroundOf, isOver, isPast, spanOf } from './background.ts';
import { calleeNamedIn, partyOfEngine } from './callees.ts';
import { isCollectorNote } from './collector-note.ts';
import { engineNamedIn } from './database-name.ts';
import { toldOfEndedTrouble, toldOfWorkedOffBacklog } from './ended-trouble.ts';
import { lastWordsOf } from './last-words.ts';
import { BACKGROUND } from './parameters.ts';
import type { Parties, Party } from './parties.ts';
import { readParties } from './parties.ts';
import type { CallFailure, FailureKind } from './peers.ts';
import { readCallFailure } from './peers.ts';
import { areTolerated, isToleratedKind } from './tolerated-failures.ts';

/** One service's repeated report that a call to another party failed. */
export interface Complaint {
  readonly logs: ServiceLogs;
  readonly pattern: LogPattern;
  /** The sample that named the party. */
  readonly text: string;
  readonly writer: Component;
  readonly failure: CallFailure;
  /** The party where it is known. */
  readonly party?: Party;
  /** RFC 3339: its last line, where it ended together with all of the trouble that was measured. */
  readonly until?: string;
}

export interface Complaints {
  readonly parties: Parties;
  /** Complaints that are neither background nor over, and where all trouble is over those that told of it. */
  readonly present: readonly Complaint[];
  /** Complaints of the window that are over and were no background. */
  readonly ended: readonly Complaint[];
  readonly tool: string;
}

const read = new WeakMap<EvidenceSet, Complaints>();

/** Reads who complains about whom from warnings and errors; those that are background or over are left out. Done once per set. */
export function readComplaints(evidence: EvidenceSet): Complaints {
  const known = read.get(evidence);
  if (known !== undefined) return known;
  const parties = readParties(evidence);
  const services = evidence.logs.status === 'observed' ? evidence.logs.value : [];
  const all = services.flatMap((logs) => {
    const lastWords = lastWordsOf(logs, parties.cluster);
    const said = logs.patterns.flatMap((pattern) =>
      pattern.level === 'debug' || pattern.level === 'info' || isPast(pattern, evidence)
        ? []
        : complaintsOf(logs, pattern, parties, evidence),
    );
    // What several wordings say of one party is one matter: it is over when the last of them is.
    const matters = new Map(
      [...Map.groupBy(said, partyKey)].map(([key, about]) => {
        const patterns = about.map(({ pattern }) => pattern);
        return [key, { span: spanOf(patterns), last: lastOf(patterns) }];
      }),
    );
    return said.flatMap((complaint) => {
      const { pattern } = complaint;
      const { span, last } = matters.get(partyKey(complaint))!;
      // What made a program end is neither over nor usual, though a later start wrote on.
      if (lastWords.has(pattern)) return [{ complaint, over: false }];
      const background = backgroundOf(pattern, logs, evidence, span);
      if (background !== undefined || isTolerated(complaint, evidence)) return [];
      if (!isOver(last, logs)) return [{ complaint, over: false }];
      // All of the trouble is over, and this is what was said of it.
      const told = toldOfEndedTrouble(span, evidence) || toldOfWorkedOffBacklog(span, evidence);
      return [{ complaint: told ? { ...complaint, until: span.lastSeen! } : complaint, over: !told }];
    });
  });
  const those = (wanted: boolean) => all.filter(({ over }) => over === wanted).map(({ complaint }) => complaint);
  const complaints = { parties, present: those(false), ended: those(true), tool: evidence.logs.tool };
  read.set(evidence, complaints);
  return complaints;
}

/** The pattern that was written last; one without a time may be. */
function lastOf(patterns: readonly LogPattern[]): LogPattern {
  return patterns.reduce((a, b) => ((b.lastSeen ?? UNDATED) > (a.lastSeen ?? UNDATED) ? b : a));
}

/** After every time stamp. */
const UNDATED = '~';

function partyKey({ party, failure: { peer } }: Pick<Complaint, 'party' | 'failure'>): string {
  return party?.component ?? peer?.host ?? peer?.ip ?? '';
}

/** The complaints of one pattern, one for each party that its samples name. */
function complaintsOf(logs: ServiceLogs, pattern: LogPattern, parties: Parties, evidence: EvidenceSet): Complaint[] {
  const found = new Map<string, Complaint>();
  for (const { text } of pattern.samples) {
    // kubectl's own words about a log it could not fetch are not the service's.
    if (isCollectorNote(text)) continue;
    const failure = readCallFailure(text);
    if (failure === undefined || isNowAndThen(failure.kind, pattern)) continue;
    const party =
      failure.peer === undefined
        ? (partyOfDriver(text, failure, logs, parties, evidence) ??
          calleeNamedIn(text, failure, logs, parties, evidence))
        : parties.resolve(failure.peer, parties.namespaceOf(logs));
    if (failure.kind === 'unknown-name' && party !== undefined && stopped(pattern, logs)) continue;
    const complaint = { logs, pattern, text, writer: parties.writer(logs), failure, ...(party && { party }) };
    const key = partyKey(complaint);
    if (!found.has(key)) found.set(key, complaint);
  }
  return [...found.values()];
}

/** Whether it tells of the few requests that any service fails. */
function isTolerated({ failure, pattern, logs, writer }: Complaint, evidence: EvidenceSet): boolean {
  return isToleratedKind(failure.kind) && areTolerated(pattern, logs, writer, evidence);
}

/** Drivers name their database instead of an address: the one of that engine is meant, where there is but one. */
function partyOfDriver(
  text: string,
  { kind }: CallFailure,
  logs: ServiceLogs,
  parties: Parties,
  evidence: EvidenceSet,
): Party | undefined {
  const engine = kind === 'server-error' ? undefined : engineNamedIn(text);
  return engine === undefined ? undefined : partyOfEngine(engine, logs, parties, evidence);
}

/** A few broken connections are usual. */
function isNowAndThen(kind: FailureKind, pattern: LogPattern): boolean {
  return kind === 'reset' && pattern.count < REPEATED;
}

/**
 * A name that exists by now was looked up before it did, unless the lookups fail to the end of the log, or did not for a
 * good while at its beginning.
 */
function stopped(pattern: LogPattern, logs: ServiceLogs): boolean {
  if (pattern.lastSeen === undefined || logs.lastSeen === undefined) return false;
  if (Date.parse(pattern.firstSeen ?? '') - Date.parse(logs.firstSeen ?? '') >= LATELY_MS) return false;
  return Date.parse(logs.lastSeen) - Date.parse(pattern.lastSeen) >= BACKGROUND.overMs;
}
