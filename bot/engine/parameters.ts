/**
 * Every threshold of the engine's core, with its unit and where it comes from: "fitted" (by `test/bench/fit-confidence.ts`
 * or on worlds), a published value, or a limit of what is shown. `diagnose` takes another set of them, which is how the
 * mutation bench moves them. Analyzers of the older rooms still hold their own.
 */
export interface Parameters {
  /** Belief, 0 to 1, from which a hypothesis is a fault. Fitted. */
  readonly faultAt: number;
  /** Belief of a finding from which a system is not called healthy; a symptom without a cause counts from `symptomAt`. Fitted. */
  readonly hintAt: number;
  readonly symptomAt: number;
  /** Belief below which a hypothesis is not shown; how many are shown. Display. */
  readonly shownAt: number;
  readonly shown: number;
  /** Belief from which an explanation takes over the symptoms of others. Fitted. */
  readonly explainsAt: number;
  /** Share that is left of a hypothesis which another explains. Fitted. */
  readonly explainedShare: number;
  /** What explaining every symptom adds, next to explaining none. Fitted. */
  readonly coverageWeight: number;
  /** Share that is left of a hypothesis outside of what was asked about. Fitted. */
  readonly outOfScopeShare: number;
  /** Difference of belief under which two hypotheses are about as likely. Fitted. */
  readonly nearTie: number;
}

export const PARAMETERS: Parameters = Object.freeze({
  faultAt: 0.4,
  hintAt: 0.36,
  symptomAt: 0.25,
  shownAt: 0.15,
  shown: 10,
  explainsAt: 0.6,
  explainedShare: 0.4,
  coverageWeight: 0.06,
  outOfScopeShare: 0.6,
  nearTie: 0.06,
});
