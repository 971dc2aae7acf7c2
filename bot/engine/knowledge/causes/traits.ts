import type { CauseCode } from '../../../domain/cause.ts';

/**
 * How deep a cause lies. `symptom`: it only restates that something is wrong. `state`: what a component does, which
 * something here or elsewhere may have brought about. `condition`: something is wrong in itself. `change`: what made it so.
 */
export type Depth = 'symptom' | 'state' | 'condition' | 'change';

/**
 * How a cause shows, which decides what it predicts and what it can bring about. `absent`: pods are never made.
 * `pending`: pods find no place. `not-started`: containers do not start. `crashing`: they start and end. `not-ready`: they
 * run and get no traffic. `unreachable`: they are well and callers do not reach them. `failing`: requests or work fail.
 * `slow`: they take longer. `late`: work piles up. `blocked`: an operation of the cluster does not finish. `node`: a
 * machine under its pods is unwell. `lookup`: names do not resolve.
 */
export type Effect =
  | 'absent'
  | 'pending'
  | 'not-started'
  | 'crashing'
  | 'not-ready'
  | 'unreachable'
  | 'failing'
  | 'slow'
  | 'late'
  | 'blocked'
  | 'node'
  | 'lookup';

export interface CauseTraits {
  readonly depth: Depth;
  readonly effects: readonly Effect[];
  /** Causes as deep as this one, or deeper ones of another kind of effect, that bring it about all the same. */
  readonly broughtAboutBy?: readonly CauseCode[];
}

/** A cause's depth and effects, the chief one first. */
export function is(depth: Depth, ...effects: readonly Effect[]): CauseTraits {
  return { depth, effects };
}

/** As `is`, with what else brings it about. */
export function isMadeBy(broughtAboutBy: readonly CauseCode[], traits: CauseTraits): CauseTraits {
  return { ...traits, broughtAboutBy };
}
