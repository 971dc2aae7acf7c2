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

  /** Belief, 0 to 1, that a finding of an object or event has by its grade alone. Fitted. */
  readonly saidStrength: number;
  readonly shownStrength: number;
  readonly measuredStrength: number;
  readonly coincidesStrength: number;
  /** Milliseconds that a state on its way may take (a gate, a deletion, a controller's first try). Fitted. */
  readonly onItsWayMs: number;
  /** Milliseconds for which the API server keeps events: the default of its `--event-ttl`. */
  readonly eventsKeptMs: number;
  /** Milliseconds before the window from which on a state stood before today's complaint; share of belief left then. Fitted. */
  readonly standingMs: number;
  readonly standingShare: number;
  /** Share left of a finding that only restates what a closer one may name. Fitted. */
  readonly generalShare: number;
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

  saidStrength: 0.95,
  shownStrength: 0.9,
  measuredStrength: 0.7,
  coincidesStrength: 0.4,
  onItsWayMs: 300_000,
  eventsKeptMs: 3_600_000,
  standingMs: 86_400_000,
  standingShare: 0.3,
  generalShare: 0.85,
});
