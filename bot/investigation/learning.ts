import type { Actor } from '../domain/actor.ts';
import { saidBy } from '../domain/attribution.ts';
import { toSreError } from '../domain/errors.ts';
import { type Component, componentOf, type Target } from '../domain/target.ts';
import type { Journal } from '../ports/journal.ts';
import type { Memory } from '../ports/memory.ts';
import { statementsIn } from './statements.ts';

/** What a person said in a thread, and what may be named in it. */
export interface Said {
  readonly text: string;
  /** RFC 3339. */
  readonly at: string;
  /** Services, nodes and namespaces that exist. */
  readonly known: readonly Target[];
  /** What the thread is about; statements that name nothing are filed there. */
  readonly subject?: Component;
}

/**
 * Keeps what people say of their systems, with who said it and when, under what it is about. Returns what was kept;
 * nothing is kept of a sentence that has no place. A memory that fails is noted and costs nothing.
 */
export async function learnFromPeople(
  memory: Pick<Memory, 'learn'>,
  actor: Pick<Actor, 'displayName'>,
  said: Said,
  journal: Pick<Journal, 'trouble'>,
): Promise<readonly string[]> {
  const known = new Map(said.known.map((target) => [target.name, componentOf(target)]));
  const kept: string[] = [];
  for (const { about = said.subject, text } of statementsIn(said.text, known)) {
    if (about === undefined) continue;
    try {
      await memory.learn(about, `${said.at.slice(0, 10)}${saidBy(actor.displayName)}${text}`);
      kept.push(text);
    } catch (thrown) {
      journal.trouble('not learnt', toSreError(thrown, 'could not keep what was said'));
    }
  }
  return kept;
}
