/** Values that settings hold and errors cite: lengths of time, and addresses. */
import type { ChangeRecord, EvidenceSet } from '../../../domain/signals.ts';
import { LETTERS } from '../../cluster/parameters.ts';
import { secondsOfSetting } from '../../knowledge/delay-settings.ts';
import { TIME_MS } from '../../knowledge/units.ts';
import { readComplaints } from '../../log-reading/complaints.ts';
import { CHANGE_WORDS, CHANGES } from './change-parameters.ts';

/** A length of time as settings and errors write it. */
const DURATION = /(?<![\w.-])(\d+(?:\.\d+)?) ?(ms|milliseconds?|s|secs?|seconds?|m|mins?|minutes?)\b/gi;
/** `read timeout=0.02`: seconds, as Python's clients write them. */
const BARE_SECONDS = /\btimeout[=: ](\d+(?:\.\d+)?)(?![\w.])/gi;
/** `HTTP_TIMEOUT_MS: "30"`, `readTimeoutSeconds=2`: the setting's name tells the unit. */
const KEYED = /([\w.-]+)["']?\s*[:=]\s*["']?(\d+(?:\.\d+)?)(?![\w.])/g;
const MILLIS: readonly (readonly [RegExp, number])[] = [
  [/^m(?:s|illi)/i, 1],
  [/^s/i, TIME_MS.second],
  [/^m/i, TIME_MS.minute],
];

/** The lengths of time that a text names, in milliseconds. A client that gives up says after how long. */
export function durationsOf(text: string): ReadonlySet<number> {
  const cut = text.slice(0, CHANGE_WORDS.symptomLetters);
  const written = [...cut.matchAll(DURATION)].map(
    ([, figure, unit]) => Number(figure) * MILLIS.find(([pattern]) => pattern.test(unit!))![1],
  );
  const keyed = [...cut.matchAll(KEYED)].flatMap(([, name, figure]) => {
    const seconds = secondsOfSetting(name!, Number(figure), undefined);
    return seconds === undefined ? [] : [seconds * TIME_MS.second];
  });
  return new Set([
    ...written,
    ...keyed,
    ...[...cut.matchAll(BARE_SECONDS)].map(([, figure]) => Number(figure) * TIME_MS.second),
  ]);
}

/** A host with its port, as settings and failing calls write it. */
const ADDRESS = /(?<![\w.-])[a-z\d][\w-]*(?:\.[\w-]+)*:\d{2,5}(?![\w.:-])/gi;

/** Whether the errors of its service call an address that a change wrote and that did not stand there before. */
export function callsWritten({ diff = '' }: ChangeRecord, errors: string): boolean {
  const lines = diff.split('\n');
  const addressesIn = (sign: string) =>
    lines.filter((line) => line.startsWith(sign)).flatMap((line) => line.slice(1).match(ADDRESS) ?? []);
  const before = new Set(addressesIn('-'));
  const dialled = new Set(errors.match(ADDRESS) ?? []);
  return addressesIn('+').some((address) => !before.has(address) && dialled.has(address));
}

/** A name of a host that a service is told does not exist, and since when, in milliseconds since 1970. */
export interface UnfoundName {
  readonly service: string;
  readonly host: string;
  readonly since: number;
}

/** The names that services look up and that their name server knows nothing of. */
export function unfoundNames(evidence: EvidenceSet): readonly UnfoundName[] {
  return readComplaints(evidence).present.flatMap(({ failure, logs, pattern }) => {
    const host = failure.peer?.host;
    if (failure.kind !== 'unknown-name' || host === undefined || pattern.firstSeen === undefined) return [];
    return [{ service: logs.service, host, since: Date.parse(pattern.firstSeen) }];
  });
}

/** Names as they stand in texts, without the dot of a sentence's end. */
const NAME = /[a-z\d_](?:[\w.-]*[\w-])?/g;

/**
 * Whether a change wrote a name that its own service looks up in vain since then, in full or without its domain, which search
 * lists and settings of their own add (resolv.conf(5), "search").
 */
export function writesUnfound(
  { service, summary, diff = '', timestamp }: ChangeRecord,
  unfound: readonly UnfoundName[],
): boolean {
  const namesIn = (lines: readonly string[]) => new Set(lines.join('\n').toLowerCase().match(NAME) ?? []);
  const lines = diff.split('\n');
  const before = namesIn(lines.filter((line) => !line.startsWith('+')));
  const names = namesIn([summary, ...lines.filter((line) => line.startsWith('+'))]);
  const isWritten = (name: string) => names.has(name) && !before.has(name);
  return unfound.some(({ service: writer, host, since }) => {
    if (writer !== service || since < Date.parse(timestamp) - CHANGES.clockSlackMs) return false;
    const [label = ''] = host.split('.');
    return isWritten(host) || (label.length >= LETTERS.naming && isWritten(label));
  });
}
