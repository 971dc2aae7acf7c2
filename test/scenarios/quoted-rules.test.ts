import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Answer } from '../../bot/domain/answer.ts';
import type { InvestigationRequest } from '../../bot/domain/investigation.ts';
import { examine } from '../../bot/investigation/investigate.ts';
import { knownNames } from '../../bot/investigation/reasoning/citations.ts';
import { createProseChecker } from '../../bot/investigation/reasoning/prose-checker.ts';
import { systemClock } from '../../bot/ports/clock.ts';
import { openInProcessGateway } from '../../infra/local/in-process-gateway.ts';

// What the rules say of the sample incidents, said again by a model: all of it holds, and nothing of it once changed.

const SNAPSHOTS = join(import.meta.dirname, '..', '..', 'infra', 'samples', 'snapshots');
const request: InvestigationRequest = {
  id: 'Ev-quoted',
  question: '',
  sinceSeconds: 3_600,
  askedBy: { teamId: 'T1', slackUserId: 'U1' },
  thread: { teamId: 'T1', channel: 'C1' },
  askedAt: new Date().toISOString(),
};

interface Quote {
  readonly answer: Answer;
  readonly text: string;
  readonly cites: readonly string[];
}

const observed: Quote[] = [];
const stated: Quote[] = [];
beforeAll(async () => {
  for (const name of readdirSync(SNAPSHOTS)) {
    const gateway = await openInProcessGateway(join(SNAPSHOTS, name));
    const on = { progress: () => undefined, findings: () => undefined };
    const answer = await examine({ gateway, clock: systemClock }, request, on, new AbortController().signal);
    await gateway.close();
    observed.push(...answer.evidence.map(({ id, text }) => ({ answer, text, cites: [id] })));
    for (const { summary, reasons, evidence } of answer.hypotheses) {
      if (evidence.length === 0) continue;
      stated.push(...[summary, ...reasons].map((text) => ({ answer, text, cites: evidence })));
    }
  }
});

/** How many sentences of a text were left out. */
function dropped({ answer, text, cites }: Quote): number {
  const checker = createProseChecker({ evidence: () => answer.evidence, answer }, () => undefined);
  checker.add(`${text.replace(/\.$/, '')} [${cites.join(', ')}].`);
  checker.flush();
  return checker.dropped;
}

test('every sentence of the rules holds with the evidence they rest it on', () => {
  expect(observed.length + stated.length).toBeGreaterThanOrEqual(60);
  expect([...observed, ...stated].filter((quote) => dropped(quote) > 0).map(({ text }) => text)).toEqual([]);
});

const any = <T>(list: () => readonly T[]) => fc.nat().map((index) => list()[index % list().length]!);

/** The moments that a text names, in milliseconds. */
function timesIn(text: string): readonly number[] {
  return (text.match(/\d{4}-\d\d-\d\dT[\d:.]+Z/g) ?? []).map((time) => Date.parse(time));
}

test('a changed digit never holds', () => {
  let tried = 0;
  const withDigits = () => [...observed, ...stated].filter(({ text }) => /\d/.test(text));
  fc.assert(
    fc.property(any(withDigits), fc.nat(), fc.integer({ min: 1, max: 9 }), (quote, nth, by) => {
      const places = [...quote.text.matchAll(/\d/g)].map(({ index }) => index);
      const at = places[nth % places.length]!;
      const digit = (Number(quote.text[at]) + by) % 10;
      const text = quote.text.slice(0, at) + digit + quote.text.slice(at + 1);
      // A number that stands elsewhere in the same evidence is no invention.
      const token = /[\d.,:]*$/.exec(text.slice(0, at + 1))![0] + /^[\d.,:]*/.exec(text.slice(at + 1))![0];
      const cited = quote.answer.evidence.filter(({ id }) => quote.cites.includes(id));
      const source = cited.map((one) => one.text);
      // Nor is the time at which the same evidence was seen.
      const seen = new Set([...source, ...cited.map((one) => one.observedAt ?? '')].flatMap(timesIn));
      fc.pre(!timesIn(text).some((time) => seen.has(time) && !timesIn(quote.text).includes(time)));
      const number = Number(token.replace(/[,:.]+$/, '').replaceAll(',', ''));
      const numbers = source.flatMap((each) => (each.match(/\d+(?:\.\d+)?/g) ?? []).map(Number));
      fc.pre(!numbers.some((each) => each === number || Math.round(each) === number));
      tried += 1;
      return dropped({ ...quote, text }) > 0;
    }),
    { numRuns: 600 },
  );
  expect(tried).toBeGreaterThan(200);
});

const OTHER_UNITS: readonly (readonly [RegExp, string])[] = [
  [/(?<=\d )%/, 'ms'],
  [/(?<=\d )ms\b/, 's'],
  [/(?<=\d )s\b/, 'ms'],
  [/(?<=\d )minutes?\b/, 'hours'],
  [/(?<=\d ?)Mi\b/, 'Gi'],
  [/(?<=\d ?)MiB\b/, 'GiB'],
];

test('a changed unit never holds', () => {
  const changed = [...observed, ...stated].flatMap((quote) =>
    OTHER_UNITS.filter(([unit]) => unit.test(quote.text)).map(([unit, other]) => ({
      ...quote,
      text: quote.text.replace(unit, other),
    })),
  );
  expect(changed.length).toBeGreaterThanOrEqual(20);
  expect(changed.filter((quote) => dropped(quote) === 0).map(({ text }) => text)).toEqual([]);
});

test('a changed name never holds', () => {
  let tried = 0;
  const names = fc.constantFrom('ledger-v2', 'billing_jobs', 'cart-db', 'worker-9', 'Kafka');
  fc.assert(
    fc.property(
      any(() => [...observed, ...stated]),
      fc.nat(),
      names,
      (quote, nth, other) => {
        const known = [...knownNames(quote.answer.evidence)].filter((name) =>
          new RegExp(`(?<![\\w-])${name.replace(/[^\w-]/g, '\\$&')}(?![\\w-])`, 'i').test(quote.text),
        );
        fc.pre(known.length > 0);
        const name = known[nth % known.length]!;
        const text = quote.text.toLowerCase().replace(name, other);
        fc.pre(text !== quote.text.toLowerCase() && text.indexOf(other) > 0);
        tried += 1;
        return dropped({ ...quote, text }) > 0;
      },
    ),
    { numRuns: 400 },
  );
  expect(tried).toBeGreaterThan(100);
});

test('a changed citation never holds', () => {
  let tried = 0;
  fc.assert(
    fc.property(
      any(() => observed),
      fc.nat(),
      (quote, nth) => {
        const { evidence, hypotheses } = quote.answer;
        const other = evidence[nth % evidence.length]!;
        fc.pre(!quote.cites.includes(other.id));
        // The rules may rest the same sentence on both, and two observations may say the same.
        fc.pre(!hypotheses.some((one) => one.evidence.includes(other.id) && one.summary.includes(quote.text)));
        const figures = quote.text.match(/\d+/g) ?? [];
        fc.pre(figures.some((figure) => !`${other.text} ${other.target}`.includes(figure)));
        tried += 1;
        return dropped({ ...quote, cites: [other.id] }) > 0 && dropped({ ...quote, cites: ['E999'] }) > 0;
      },
    ),
    { numRuns: 400 },
  );
  expect(tried).toBeGreaterThan(100);
});
