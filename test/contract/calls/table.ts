import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { ERROR_TABLE, type ErrorKind, SreError } from '../../../bot/domain/errors.ts';
import type { FaultKind, Faults } from '../../../infra/local/faults.ts';

// Every call that the bot makes to a service, with everything that may come of it, through the real client over HTTP.

const OUTCOMES = ['success', 'throttling', 'time-out', 'expiry', 'partial failure', 'malformed answer'] as const;

/** A check of one outcome of one call, or the reason why it cannot occur. */
type Cell = (() => Promise<unknown>) | `not applicable because ${string}`;
export type Row = Readonly<Record<(typeof OUTCOMES)[number], Cell>>;

/** Tests a table of calls; `sent` are the calls found in the bot's sources, which have to be those of the table. */
export function describeCalls(service: string, rows: Readonly<Record<string, Row>>, sent: readonly string[]): void {
  for (const [call, row] of Object.entries(rows)) {
    describe(`${service} ${call}`, () => {
      for (const outcome of OUTCOMES) {
        const cell = row[outcome];
        if (typeof cell === 'function') test(outcome, cell);
      }
    });
  }
  test(`every call of ${service} in the bot is in the table with each outcome, and nothing else is`, () => {
    expect(Object.keys(rows).sort()).toEqual([...sent].sort());
    for (const [call, row] of Object.entries(rows)) {
      expect([call, Object.keys(row).sort()]).toEqual([call, [...OUTCOMES].sort()]);
    }
  });
}

const BOT = join(import.meta.dirname, '..', '..', '..', 'bot');

/** The bot's sources, as text. */
export function botSources(): readonly string[] {
  return readdirSync(BOT, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(join(BOT, file), 'utf8'));
}

/** What the bot imports of an SDK client to send it: commands and paginators, by the name of the call. */
export function commandsOf(client: string): readonly string[] {
  const imports = new RegExp(`import \\{([^}]*)\\} from '@aws-sdk/${client}'`, 'g');
  const names = botSources().flatMap((source) =>
    [...source.matchAll(imports)].flatMap(([, list = '']) => list.split(',')),
  );
  const calls = names.flatMap((name) => /^\s*(?:paginate(\w+)|(\w+)Command)\s*$/.exec(name)?.slice(1) ?? []);
  return [...new Set(calls.filter((call) => call !== undefined))];
}

/** How long one try is waited for where nothing comes, and what is tried next where no more was seen of it. */
const PATIENCES_MS = [800, 3_000] as const;
const MOST_PATIENCE_MS = 10_000;

/** What is expected of a call in trouble. */
export interface Expectation {
  /** How many requests a lasting trouble that may pass is worth. */
  readonly tries: number;
  /** How many requests a silence is worth; `tries` when absent. */
  readonly triesInSilence?: number;
  /** How many requests are sent with credentials or a token that are too old; 1 when absent. */
  readonly triesWhenExpired?: number;
  /** What a connection is that ends within an answer: `unavailable` when absent. */
  readonly cut?: ErrorKind;
  /** An answer with nothing in it: refused, or just what the service says when it did it. */
  readonly hollow?: 'bad-upstream' | 'is its answer';
}

/** The outcomes that are checked alike for every call. */
export function createTroubles(faultsOf: () => Faults) {
  async function failing(kind: FaultKind, operation: string, call: () => Promise<unknown>) {
    const faults = faultsOf();
    faults.clear();
    faults.add({ kind, operation, count: 50 });
    const began = performance.now();
    const thrown = await call().then(
      () => undefined,
      (error: unknown) => error,
    );
    const tries = 50 - faults.left();
    faults.clear();
    return { thrown, tries, ms: performance.now() - began };
  }
  /** With little patience first; on a busy machine a try may pass before its request has left, so then with more. */
  async function inSilence(operation: string, call: (patienceMs: number) => Promise<unknown>, tries: number) {
    for (const patience of PATIENCES_MS) {
      const seen = await failing('hang', operation, () => call(patience));
      if (seen.tries >= tries) return seen;
    }
    return failing('hang', operation, () => call(MOST_PATIENCE_MS));
  }
  /** An error of ours, with words for a person that quote nobody. */
  function expectKind(thrown: unknown, kinds: readonly ErrorKind[]): void {
    expect(thrown).toBeInstanceOf(SreError);
    const { kind, wording, message } = thrown as SreError;
    expect(kinds).toContain(kind);
    // Where it is known which source did not answer, the words name it.
    if (!/^The (?:gateway|source)\b[\w\s()]{1,80}\.$/.test(wording)) expect(wording).toBe(ERROR_TABLE[kind].wording);
    expect(message).not.toMatch(/<html|AKIA/);
  }

  return (
    operation: string,
    { tries, triesInSilence = tries, triesWhenExpired = 1, cut = 'unavailable', hollow = 'bad-upstream' }: Expectation,
    call: () => Promise<unknown>,
    /** The same with so many milliseconds for a try, for where nothing comes. */
    hasty: (patienceMs: number) => Promise<unknown> = () => call(),
  ) => ({
    throttling: async () => {
      faultsOf().add({ kind: 'throttle', operation, count: 1 });
      await call();
      const throttled = await failing('throttle', operation, call);
      expectKind(throttled.thrown, ['rate-limited']);
      expect(throttled.tries).toBe(tries);
      const broken = await failing('fail', operation, call);
      expectKind(broken.thrown, ['unavailable']);
      expect(broken.tries).toBe(tries);
    },
    'time-out': async () => {
      const silent = await inSilence(operation, hasty, triesInSilence);
      expectKind(silent.thrown, ['timeout']);
      expect(silent.tries).toBe(triesInSilence);
      const stalled = await failing('stall', operation, () => hasty(PATIENCES_MS[0]));
      expectKind(stalled.thrown, ['timeout', 'unavailable']);
      expect(Math.max(silent.ms, stalled.ms)).toBeLessThan(60_000);
    },
    /** Credentials that are too old: said at once, not tried again with the same ones. */
    expiry: async () => {
      const refused = await failing('expire', operation, call);
      expectKind(refused.thrown, ['unauthenticated']);
      expect(refused.tries).toBe(triesWhenExpired);
    },
    'malformed answer': async () => {
      expectKind((await failing('garble', operation, call)).thrown, ['bad-upstream']);
      if (hollow === 'bad-upstream') expectKind((await failing('hollow', operation, call)).thrown, ['bad-upstream']);
      // Last, for the connections that it ends may be taken for open ones by the next call. Where one ends before the SDK
      // reads the body, the SDK takes the answer for an empty one.
      expectKind((await failing('cut', operation, call)).thrown, [cut, 'bad-upstream']);
    },
  });
}
