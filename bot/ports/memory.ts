import type { Actor } from '../domain/actor.ts';
import type { Redacted } from '../domain/redacted.ts';
import type { Component } from '../domain/target.ts';

export interface MemoryRecord {
  readonly id: string;
  /** What it is a record of; absent where memory was not asked for one kind. */
  readonly kind?: 'preference' | 'knowledge';
  readonly text: string;
  /** RFC 3339. */
  readonly createdAt: string;
  readonly score?: number;
}

export interface MemoryTurn {
  readonly role: 'USER' | 'ASSISTANT';
  readonly text: string;
  /** RFC 3339. */
  readonly at: string;
  readonly key: string;
}

/** What is remembered: a person's preferences, knowledge of components, summaries of investigations. */
export interface Memory {
  /** Records of one person's preferences. */
  preferences(actor: Actor, options?: { signal?: AbortSignal }): Promise<readonly MemoryRecord[]>;
  /** What earlier investigations learned of a component, most relevant first. */
  knowledge(component: Component, query: string, options?: { signal?: AbortSignal }): Promise<readonly MemoryRecord[]>;
  /** Adds knowledge of a component. */
  readonly learn: (component: Component, text: string, options?: { signal?: AbortSignal }) => Promise<void>;
  /** Adds one turn of a thread's conversation. `sessionId` comes from the thread, without dots. */
  readonly record: (actor: Actor, sessionId: string, turn: MemoryTurn) => Promise<void>;
  /** Keeps the summary of one investigation. */
  readonly summarize: (actor: Actor, sessionId: string, text: string) => Promise<void>;
  /**
   * Deletes what is kept of one person: preferences, summaries and conversations. Knowledge of components stays, but
   * for their name on what they said. Safe to repeat; throws SreError where something stays.
   */
  forget(actor: Actor): Promise<void>;
}

/**
 * Memory outside of the bot, which takes nothing but redacted text. `withRedactedWrites` makes a `Memory` of it; it is
 * none by itself.
 */
export interface OutsideMemory extends Omit<Memory, 'learn' | 'record' | 'summarize'> {
  readonly learn: (component: Component, text: Redacted<string>, options?: { signal?: AbortSignal }) => Promise<void>;
  readonly record: (
    actor: Actor,
    sessionId: string,
    turn: MemoryTurn & { readonly text: Redacted<string> },
  ) => Promise<void>;
  readonly summarize: (actor: Actor, sessionId: string, text: Redacted<string>) => Promise<void>;
}
