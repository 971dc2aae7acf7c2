import type { ChangeRecord, EvidenceSet } from '../../../domain/signals.ts';
import type { Component } from '../../../domain/target.ts';
import { nameOf } from '../../metric-reading/entity.ts';
import { ownChangesBefore } from './own-change.ts';

/** What settings of retries are called: gRPC's `maxAttempts` and `initialBackoff`, Envoy's `num_retries`, resilience4j's `maxAttempts`. */
const POLICY = /retr(?:y|ies)|max_?attempts|back-?off/i;
/** A number of tries before and after a change. */
const TRIES = /(?:retries|attempts|tries)[^\n\d]{0,30}(\d+)\s*(?:->|→|=>|to)\s*(\d+)/i;

/** Who was made to try its calls again more often. */
export interface MoreTries {
  readonly caller: Component;
  readonly change: ChangeRecord;
}

/**
 * The one caller whose own change of how it tries calls again came before many more of its calls: the storm is then of its
 * making, and whoever is called bears it ("Addressing Cascading Failures" in Google's SRE book: retries amplify). Such a
 * setting acts when calls begin to fail, be it long after it was made.
 */
export function madeToTryMore(
  callers: readonly Component[],
  onset: string,
  evidence: EvidenceSet,
): MoreTries | undefined {
  const [one, other] = callers.flatMap((caller) => {
    const change = ownChangesBefore(nameOf(caller).name, onset, evidence, Number.POSITIVE_INFINITY).find(raisesTries);
    return change === undefined ? [] : [{ caller, change }];
  });
  return other === undefined ? one : undefined;
}

function raisesTries({ summary, diff = '' }: ChangeRecord): boolean {
  const text = `${summary}\n${diff}`;
  if (!POLICY.test(text)) return false;
  const [, before, after] = TRIES.exec(text) ?? [];
  return before === undefined || after === undefined || Number(after) > Number(before);
}

/** The components of a storm: at whose place it is, and whom that explains. */
export function placesOfStorm(
  callee: Component,
  callers: readonly Component[],
  made: MoreTries | undefined,
): { readonly component: Component; readonly explains: readonly Component[] } {
  const component = made?.caller ?? callee;
  return { component, explains: [callee, ...callers].filter((one) => one !== component) };
}
