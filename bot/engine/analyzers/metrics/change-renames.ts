/** Names that a change took out of a configuration and that its service then asks for in vain. */
import type { ChangeRecord, EvidenceSet } from '../../../domain/signals.ts';
import { LINES } from '../../log-reading/parameters.ts';
import { isComplaint } from './change-complaint.ts';
import { CHANGES } from './change-parameters.ts';

/** A name that a program says it does not know, and since when, in milliseconds since 1970. */
export interface UnknownName {
  readonly service: string;
  readonly name: string;
  readonly since: number;
}

/** `unknown field "sku"`, MySQL's `Unknown column 'sku' in …`, Elasticsearch's `unknown query [sku]`; `column "sku" does not exist`. */
const UNKNOWN =
  /\b(?:unknown|unrecogni[sz]ed|undefined|unmapped|no such)(?: [a-z]+){0,2}:? ["'`[]([\w.-]+)["'`\]]|["'`[]([\w.-]+)["'`\]](?: is)? (?:not (?:found|defined|known)|does(?: not|n't) exist|unknown)/gi;

/** The names that programs complain of as unknown to them. */
export function unknownNames({ logs }: EvidenceSet): readonly UnknownName[] {
  if (logs.status !== 'observed') return [];
  return logs.value.flatMap(({ service, patterns }) =>
    patterns.filter(isComplaint).flatMap(({ firstSeen, count, samples }) => {
      if (firstSeen === undefined || count < LINES.many) return [];
      const names = samples.flatMap(({ text }) =>
        [...text.matchAll(UNKNOWN)].map(([, first, second]) => first ?? second!),
      );
      return [...new Set(names)].map((name) => ({ service, name, since: Date.parse(firstSeen) }));
    }),
  );
}

/** Copies of a service write logs of their own, called after it and their number. */
const COPY = /-\d$/;
const WORD = /[\w-]+(?:\.[\w-]+)*/g;

/**
 * Whether a change took a name away, in all the lines it wrote, that its own service says since then it does not know: what
 * is renamed at one end only is asked for under its old name by the other.
 */
export function takesAway({ service, diff = '', timestamp }: ChangeRecord, unknown: readonly UnknownName[]): boolean {
  const lines = diff.split('\n');
  const namesIn = (sign: string) =>
    new Set(lines.filter((line) => line.startsWith(sign)).flatMap((line) => line.slice(1).match(WORD) ?? []));
  const [before, after] = [namesIn('-'), namesIn('+')];
  return unknown.some(
    (one) =>
      (one.service === service || one.service.replace(COPY, '') === service) &&
      one.since >= Date.parse(timestamp) - CHANGES.clockSlackMs &&
      before.has(one.name) &&
      !after.has(one.name),
  );
}
