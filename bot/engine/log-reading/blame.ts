import type { Component } from '../../domain/target.ts';

/** Whom an entry blames; not certain where that had to be guessed. */
export interface Blame {
  readonly component: Component;
  readonly certain: boolean;
}
