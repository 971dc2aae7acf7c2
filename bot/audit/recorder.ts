import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { SreError, toSreError } from '../domain/errors.ts';
import { wellFormed } from '../domain/well-formed.ts';
import type { Audit, AuditEntry } from '../ports/audit.ts';
import type { AuditStore } from '../ports/audit-store.ts';
import type { Clock } from '../ports/clock.ts';
import { idsIn, mentionedIn, pseudonymOf, seal, withoutIds, withoutMentions } from './pseudonyms.ts';

export interface RecorderOptions {
  readonly store: AuditStore;
  readonly clock: Clock;
  /** Takes secrets out of a JSON-like value, at once. */
  readonly clean: <T>(value: T) => T;
  readonly sleep?: (ms: number) => Promise<unknown>;
  /** Told of a write that failed and is tried again. */
  readonly onTrouble?: (error: SreError) => void;
}

/** Entries of one batch: a transaction stays short. */
const MOST_IN_BATCH = 500;
/** More than these are refused: memory must not grow while the database is away. */
const MOST_WAITING = 20_000;
/** A database that restarts or fails over is back in seconds; after that an entry is refused. */
const PATIENCE_MS = 20_000;
const PAUSES_MS = [100, 300, 1_000, 2_000];
const LONGEST_TEXT = 4_000;

interface Waiting {
  readonly entry: AuditEntry;
  readonly at: string;
  readonly fact: string;
  readonly since: number;
  readonly done: () => void;
  readonly failed: (error: SreError) => void;
}

/**
 * The audit of this process. What is added while a batch is being written waits for the next, so that many entries cost
 * one transaction; each is resolved when it stands in the chain. A write that may pass is tried again for 20 seconds.
 */
export function createAudit(options: RecorderOptions): Audit {
  const { store, clock, sleep = (ms) => delay(ms) } = options;
  let waiting: Waiting[] = [];
  let isWriting = false;

  async function write(batch: readonly Waiting[]): Promise<void> {
    const people = new Map<string, { readonly team: string; readonly person: string }>();
    for (const { entry } of batch) {
      for (const person of peopleOf(entry)) people.set(`${entry.teamId} ${person}`, { team: entry.teamId, person });
    }
    const wanted = [...people.values()];
    const keys = wanted.length === 0 ? [] : await store.keys(wanted);
    const keyOf = new Map([...people.keys()].map((name, index) => [name, keys[index] as Uint8Array]));
    await store.append(batch.map((each) => draw(each, keyOf)));
  }

  function draw({ entry, at, fact }: Waiting, keys: ReadonlyMap<string, Uint8Array>) {
    const { teamId: team, actor, words } = entry;
    const keyOf = (person: string) => keys.get(`${team} ${person}`) as Uint8Array;
    const nameOf = (person: string) => pseudonymOf(keyOf(person), { team, person });
    const said = words === undefined ? undefined : withoutMentions(text(words), nameOf);
    const people = Object.entries(entry.people ?? {}).map(([role, person]) => [role, nameOf(person)] as const);
    const body = {
      kind: entry.kind,
      team,
      who: actor === undefined ? 'bot' : nameOf(actor),
      ...(entry.subject !== undefined && { subject: options.clean(text(entry.subject)) }),
      ...(people.length > 0 && { people: Object.fromEntries(people) }),
      ...(entry.details !== undefined && { details: options.clean(cut(entry.details)) }),
      ...(said !== undefined &&
        (actor === undefined ? { text: options.clean(said) } : { sealed: seal(keyOf(actor), options.clean(said)) })),
    };
    return { at, fact: withoutIds(fact, nameOf), body: JSON.stringify(body) };
  }

  async function writeAll(): Promise<void> {
    if (isWriting) return;
    isWriting = true;
    let failures = 0;
    while (waiting.length > 0) {
      const batch = waiting.slice(0, MOST_IN_BATCH);
      try {
        await write(batch);
        waiting = waiting.slice(batch.length);
        failures = 0;
        for (const { done } of batch) done();
      } catch (thrown) {
        const error = toSreError(thrown, 'the audit could not be kept');
        options.onTrouble?.(error);
        const now = performance.now();
        const isOver = ({ since }: Waiting) => !error.retryable || now - since > PATIENCE_MS;
        const over = new Set(batch.filter(isOver));
        waiting = waiting.filter((each) => !over.has(each));
        for (const { failed } of over) failed(error);
        if (waiting.length > 0) await sleep(PAUSES_MS[Math.min(failures, PAUSES_MS.length - 1)] ?? 0);
        failures += 1;
      }
    }
    isWriting = false;
  }

  const audit: Audit = {
    add(entry, { withinMs } = {}) {
      if (waiting.length >= MOST_WAITING) {
        return Promise.reject(new SreError('unavailable', 'too much waits to be kept in the audit'));
      }
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      const fact = wellFormed(entry.fact ?? randomUUID(), 500);
      const at = clock.now().toISOString();
      waiting.push({ entry, at, fact, since: performance.now(), done: resolve, failed: reject });
      // Not at once: what is added in the same turn of the loop belongs to the same batch.
      setImmediate(() => void writeAll());
      if (withinMs === undefined) return promise;
      const late = setTimeout(() => reject(new SreError('timeout', 'the audit was not kept in time')), withinMs);
      return promise.finally(() => clearTimeout(late));
    },
    async forget({ teamId, slackUserId }) {
      await audit.add({ kind: 'forgotten', teamId, actor: slackUserId });
      await store.destroyKey({ team: teamId, person: slackUserId });
    },
  };
  return audit;
}

function peopleOf(entry: AuditEntry): readonly string[] {
  const { actor, people = {}, words = '', fact = '' } = entry;
  return [
    ...(actor === undefined ? [] : [actor]),
    ...Object.values(people),
    ...mentionedIn(wellFormed(words, LONGEST_TEXT)),
    ...idsIn(wellFormed(fact, 500)),
  ];
}

const text = (value: string) => wellFormed(value, LONGEST_TEXT);

/** As JSON keeps it, with texts that are not too long. */
function cut(value: unknown): unknown {
  if (typeof value === 'string') return text(value);
  if (Array.isArray(value)) return value.slice(0, 200).map(cut);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .slice(0, 200)
      .map(([key, inner]) => [text(key), cut(inner)]),
  );
}
