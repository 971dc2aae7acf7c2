import { LIMITS } from './knowledge/limits/index.ts';
import type { Limit, Move } from './knowledge/limits/limit.ts';
import { MOVES } from './knowledge/limits/moves.ts';
import { METRIC_PARAMETERS, type MetricParameters } from './metric-reading/metric-parameters.ts';

/**
 * Every threshold of the engine's core, with its unit and where it comes from: "fitted" (by `test/bench/fit-confidence.ts`
 * or on worlds), a published value, or a limit of what is shown. `diagnose` takes another set of them. Rooms that read
 * signals and look for causes have tables of their own (`parameters.ts` and `*-parameters.ts` in each), which are not
 * injected; numbers stand nowhere else (`numbers-in-tables.grit`). The mutation bench moves them all; what is called
 * `shown` or `…Shown`, or stands in a table of display or units, it leaves alone (`test/bench/worlds/left-out.ts`).
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
  /** Share that is left of a cause that is only measured and that nobody feels. Fitted. */
  readonly unfeltShare: number;
  /** Share that is left of a change which only coincides and is still in place when the trouble is over. Fitted. */
  readonly outlivedShare: number;
  /** Difference of belief under which two hypotheses are about as likely. Fitted. */
  readonly nearTie: number;
  /** Share of the doubt that is left which a further independent finding closes, 0 to 1. Fitted. */
  readonly corroboration: number;
  /** Belief of a workload without a ready pod as a cause of its own. Fitted. */
  readonly unavailableBelief: number;
  /** What a complaint that fits adds to belief. Fitted. */
  readonly complaintWeight: number;

  /** Strengths of findings that carry no grade: from which they measure their cause, and show it. Fitted. */
  readonly measuredAt: number;
  readonly shownAtStrength: number;
  /** Belief from which a deeper link takes over at its own component; from which it carries a change. Fitted. */
  readonly deeperAt: number;
  readonly explainsChangeAt: number;
  /** Belief a deeper link needs, as a share of what it brought about: where it is said or shown, and where it is measured. Fitted. */
  readonly deeperShare: number;
  readonly deeperShareMeasured: number;
  /** Probability from which an observation counts as explained: the codebook's "possible". */
  readonly explainedAt: number;
  /** Names offered for one that does not exist; readings, residue and reasons shown. Display. */
  readonly namesShown: number;
  readonly measuredShown: number;
  readonly residueShown: number;
  readonly reasonsShown: number;
  /** Pieces of evidence from what a hypothesis brought about: at its own component, and at those that feel it. Display. */
  readonly ownShown: number;

  /**
   * Log-odds of being right (see rank/confidence.ts). Score and margin: fitted on an older engine. Grade: set from 150
   * worlds (said or shown 63 of 65 right at 0.6 and more, measured 12 of 18). Restates: what restates the trouble was right
   * 3 times of 25 in two blind sets (1 of 6 at 0.6 and more), in none of 46 answers to withheld kinds of fault, and in 16 of
   * 17 to kinds that rules were written from. Margin: raised by half: of 256 answers in systems without a cluster that are
   * at 0.8 and more with it none was wrong, nor any of the recorded sets. `npm run bench fit-confidence` would raise them
   * all, on kinds of fault that rules were written from.
   */
  readonly weights: {
    readonly intercept: number;
    readonly score: number;
    readonly margin: number;
    readonly restates: number;
    readonly grade: number;
  };
  /** Margins count up to this. Fitted. */
  readonly mostMargin: number;
  /** Confidence that time or course alone can reach: below the 0.6 from which an answer is called likely. */
  readonly coincidesCap: number;

  /** Milliseconds that a complaint or alert may come after what it is about began (Alertmanager's `for` and a person's patience). */
  readonly complaintDelayMs: number;
  /** Milliseconds without it after which something is over: several scrapes, and the longest usual back-off of a restart (5 min). */
  readonly overAfterMs: number;
  /** Share of a change, 0 to 1, that is left of it at the most when it is over: nearer to before than to during. */
  readonly endedShare: number;
  /** Share of its busiest slice of time that an error trickles on with when its surge is over; lines of a surge, from which it is known how often they come. Fitted. */
  readonly trickleShare: number;
  readonly surgeLines: number;
  /** Times the usual gap between two lines of an error without which it is over. Fitted. */
  readonly silentGaps: number;
  /** Milliseconds under which what was wrong and is over again is a blip: two scrapes of a minute, and what `for` of most alert rules lets pass. */
  readonly passingMs: number;
  /** The same where answers were slow and nothing else: the `for: 5m` of most alerts on latency. */
  readonly passingLatencyMs: number;
  /** Share of its failed requests for which a program must have written of an error of its own, 0 to 1. */
  readonly ownFailuresShare: number;
  /**
   * Milliseconds without a line after which a state of which failing requests write one each is past, while others fail on;
   * and without failures between two faults that are two.
   */
  readonly silentStateMs: number;
  /** Gaps between two lines of an error that comes often, without which it is past, while others fail. Fitted. */
  readonly pauseGaps: number;
  /** Milliseconds from slower holders of connections or workers to the moment in which none are left, at the most. Fitted. */
  readonly heldWithinMs: number;
  /** Steps of a series before the point in which something was first seen that it may have begun: that one, and half of another. */
  readonly onsetSteps: number;
  /** Warning events of something that is well by now, up to which they are how a start looks. */
  readonly passingWarnings: number;
  /** Lines of one error, at the least, that are looked at; patterns of one service. */
  readonly errorLines: number;
  readonly errorPatterns: number;
  /** Share of a service's lines, 0 to 1, from which its errors matter; factor by which a share has grown. */
  readonly errorShare: number;
  readonly errorGrowth: number;
  /** Milliseconds before the window, or before a new version, that make a past; share of the lines from which no past excuses an error. Fitted. */
  readonly errorPastMs: number;
  readonly errorFills: number;
  /** Requests, at the least, that failed behind an error ratio, or lie beyond a quantile: p99 of 100 is one slow request. */
  readonly failedRequests: number;
  /** Rise of an error ratio, 0 to 1; its level without a past. */
  readonly errorRatioRise: number;
  readonly errorRatioAlone: number;
  /** Seconds by which, and factor by which, latency must rise for a person to notice. */
  readonly latencyRiseSeconds: number;
  readonly latencyFactor: number;
  /** Multiple of its usual level that the last quantile must reach where no other moved, and any where it comes in spells. */
  readonly tailFactor: number;
  /** Requests a second below which a fall says nothing; share that is left of them when it does. */
  readonly rateFloor: number;
  readonly rateFall: number;
  /** Times its usual spread, and factor, by which a figure of another kind must move to be left over. Fitted. */
  readonly seriesScore: number;
  readonly seriesFactor: number;

  /** Belief, 0 to 1, that a finding of an object or event has by its grade alone. Fitted. */
  readonly saidStrength: number;
  readonly shownStrength: number;
  readonly measuredStrength: number;
  readonly coincidesStrength: number;
  /** Milliseconds before a rollout is recorded in which its first pods may serve already. */
  readonly rolloutSlackMs: number;
  /**
   * Milliseconds that a state on its way may take: a gate, a controller's first try, a rollout that leaves pods unready and
   * brings its errors, a deletion (`terminationGracePeriodSeconds` is 30 by default, finalizers take longer). Fitted.
   */
  readonly onItsWayMs: number;
  /** Milliseconds for which the API server keeps events: the default of its `--event-ttl`. */
  readonly eventsKeptMs: number;
  /** Milliseconds before the window from which on a state stood before today's complaint; share of belief left then. Fitted. */
  readonly standingMs: number;
  readonly standingShare: number;
  /** Periods of a schedule without a start from which on it is not only late. Fitted. */
  readonly missedPeriods: number;
  /** Share left of a finding that only restates what a closer one may name. Fitted. */
  readonly generalShare: number;
  /** Thresholds of the rules over metrics, limits that need no past, and figures that moved. */
  readonly metrics: MetricParameters;
  readonly limits: readonly Limit[];
  readonly moves: readonly Move[];
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
  unfeltShare: 0.4,
  outlivedShare: 0.5,
  nearTie: 0.06,
  corroboration: 0.3,
  unavailableBelief: 0.5,
  complaintWeight: 0.05,

  measuredAt: 0.4,
  shownAtStrength: 0.6,
  deeperAt: 0.4,
  explainsChangeAt: 0.8,
  deeperShare: 0.5,
  deeperShareMeasured: 0.8,
  explainedAt: 0.3,
  namesShown: 3,
  measuredShown: 8,
  residueShown: 12,
  reasonsShown: 5,
  ownShown: 4,

  weights: Object.freeze({ intercept: -5.2, score: 5.5, margin: 4.4, restates: -2.2, grade: 0.6 }),
  mostMargin: 0.5,
  coincidesCap: 0.55,

  complaintDelayMs: 60 * 60_000,
  overAfterMs: 6 * 60_000,
  endedShare: 0.4,
  trickleShare: 0.25,
  surgeLines: 6,
  silentGaps: 3,
  passingMs: 2.5 * 60_000,
  ownFailuresShare: 0.5,
  silentStateMs: 60_000,
  pauseGaps: 20,
  heldWithinMs: 45 * 60_000,
  onsetSteps: 1.5,
  passingLatencyMs: 5 * 60_000,
  passingWarnings: 2,
  errorLines: 3,
  errorPatterns: 4,
  errorShare: 0.05,
  errorGrowth: 3,
  errorPastMs: 15 * 60_000,
  errorFills: 0.9,
  failedRequests: 5,
  errorRatioRise: 0.02,
  errorRatioAlone: 0.05,
  latencyRiseSeconds: 0.02,
  latencyFactor: 1.3,
  tailFactor: 3,
  rateFloor: 0.05,
  rateFall: 0.3,
  seriesScore: 8,
  seriesFactor: 1.5,

  saidStrength: 0.95,
  shownStrength: 0.9,
  measuredStrength: 0.7,
  coincidesStrength: 0.4,
  rolloutSlackMs: 60_000,
  onItsWayMs: 300_000,
  eventsKeptMs: 3_600_000,
  standingMs: 86_400_000,
  standingShare: 0.3,
  missedPeriods: 3,
  generalShare: 0.85,
  metrics: METRIC_PARAMETERS,
  limits: Object.freeze(LIMITS),
  moves: Object.freeze(MOVES),
});

/**
 * How figures are written: a ratio in per cent, seconds in milliseconds, a minute in milliseconds, significant digits,
 * decimals of a strength, steps of a confidence. Display, never moved.
 */
export const FORMAT = Object.freeze({
  percent: 100,
  millis: 1000,
  minute: 60_000,
  digits: 3,
  decimals: 3,
  confidenceSteps: 1000,
});
