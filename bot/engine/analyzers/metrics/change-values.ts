/** Values that settings hold and errors cite: lengths of time, and addresses. */
import type { ChangeRecord } from '../../../domain/signals.ts';
import { secondsOfSetting } from '../../knowledge/delay-settings.ts';
import { TIME_MS } from '../../knowledge/units.ts';
import { CHANGE_WORDS } from './change-parameters.ts';

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
