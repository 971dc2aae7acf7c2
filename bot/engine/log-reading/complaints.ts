import type { EvidenceSet, LogPattern, ServiceLogs } from '../../domain/signals.ts';
import type { Component } from '../../domain/target.ts';
import { backgroundOf, isOver, isPast } from './background.ts';
import { isCollectorNote } from './collector-note.ts';
import { lastWordsOf } from './last-words.ts';
import type { Parties, Party } from './parties.ts';
import { readParties } from './parties.ts';
import type { CallFailure, FailureKind } from './peers.ts';
import { readCallFailure } from './peers.ts';

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
}

export interface Complaints {
  readonly parties: Parties;
  /** Complaints that are neither background nor over. */
  readonly present: readonly Complaint[];
  readonly tool: string;
}

/** So long a pause at the end of the log means that a lookup works now. */
const STOPPED_MS = 3_000;
/** Fewer lines than this are no steady trouble. */
const RECURRING = 3;

const read = new WeakMap<EvidenceSet, Complaints>();

/** Reads who complains about whom from warnings and errors; those that are background or over are left out. Done once per set. */
export function readComplaints(evidence: EvidenceSet): Complaints {
  const known = read.get(evidence);
  if (known !== undefined) return known;
  const parties = readParties(evidence);
  const services = evidence.logs.status === 'observed' ? evidence.logs.value : [];
  const present = services.flatMap((logs) => {
    const lastWords = lastWordsOf(logs, parties.cluster);
    return logs.patterns.flatMap((pattern) => {
      if (pattern.level === 'debug' || pattern.level === 'info' || isPast(pattern, evidence)) return [];
      // What made a program end is neither over nor usual, though a later start wrote on.
      const lasts = lastWords.has(pattern);
      if (!lasts && (isOver(pattern, logs) || backgroundOf(pattern, logs, evidence) !== undefined)) return [];
      return complaintsOf(logs, pattern, parties);
    });
  });
  const complaints = { parties, present, tool: evidence.logs.tool };
  read.set(evidence, complaints);
  return complaints;
}

/** The complaints of one pattern, one for each party that its samples name. */
function complaintsOf(logs: ServiceLogs, pattern: LogPattern, parties: Parties): Complaint[] {
  const found = new Map<string, Complaint>();
  for (const { text } of pattern.samples) {
    // kubectl's own words about a log it could not fetch are not the service's.
    if (isCollectorNote(text)) continue;
    const failure = readCallFailure(text);
    if (failure === undefined || isNowAndThen(failure.kind, pattern, logs)) continue;
    const party = failure.peer === undefined ? undefined : parties.resolve(failure.peer, parties.namespaceOf(logs));
    if (failure.kind === 'unknown-name' && party !== undefined && stopped(pattern, logs)) continue;
    const key = party?.component ?? failure.peer?.host ?? failure.peer?.ip ?? '';
    if (found.has(key)) continue;
    const complaint = { logs, pattern, text, writer: parties.writer(logs), failure };
    found.set(key, party === undefined ? complaint : { ...complaint, party });
  }
  return [...found.values()];
}

/** A few broken connections are usual; so is a little trouble at the start, which a log without times cannot date. */
function isNowAndThen(kind: FailureKind, pattern: LogPattern, logs: ServiceLogs): boolean {
  if (pattern.count >= RECURRING) return false;
  return kind === 'reset' || (pattern.lastSeen === undefined && logs.lines >= RECURRING * 10);
}

/** A name that exists by now was looked up before it did, unless the lookups fail to the end of the log. */
function stopped(pattern: LogPattern, logs: ServiceLogs): boolean {
  if (pattern.lastSeen === undefined || logs.lastSeen === undefined) return false;
  return Date.parse(logs.lastSeen) - Date.parse(pattern.lastSeen) >= STOPPED_MS;
}
