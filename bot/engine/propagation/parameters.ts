/**
 * Thresholds of how trouble spreads along calls, with unit and source; "fitted" is on worlds and recorded systems. A course
 * is the excess of a series over its level, point by point.
 */
export const ATTRIBUTION = Object.freeze({
  /** Calls followed from a symptom: a bound on the work. */
  mostDepth: 12,
  /** Share of a trouble below which it is not followed. Fitted. */
  negligible: 0.02,
  /** Likeness of courses, 0 to 1, from which they are one; up to which they have nothing in common. Fitted. */
  sameCourse: 0.65,
  unlike: 0.3,
  /** Times its usual spread at which a callee's trouble counts half. Fitted. */
  halfUnusual: 2,
  /** Share that another kind of trouble explains (errors behind slowness, a busy processor behind it): less surely. Fitted. */
  otherKind: 0.6,
  /** Times the measured share that the same kind explains: where both are weighed by requests, and where not. Fitted. */
  weighedFactor: 1.25,
  unweighedFactor: 2,
  /** Match that is as good as decided half, and the power that sharpens it towards yes or no. Fitted. */
  undecided: 0.35,
  sharpness: 3,
});

export const COURSE = Object.freeze({
  /** Steps before the onset that are compared, at the least and at most; a course of as many may begin earlier. Fitted. */
  leastLeadSteps: 4,
  mostLeadSteps: 20,
  /** Points of which a course is made at the least. */
  leastPoints: 3,
  /** Points before the onset below which nobody can say what is usual; the claim shrinks in proportion. Fitted. */
  enoughPast: 6,
  /** Spread at the least: share of the level, and of a ratio. Fitted. */
  leastSpreadShare: 0.02,
  leastRatioSpread: 0.002,
  /** The most that a ratio comes to, also of what rose from nothing. */
  mostRatio: 100,
  /** What each step by which a candidate begins earlier costs in likeness: it is allowed, not preferred. Fitted. */
  shiftCost: 0.03,
  /** Share of the points above the height that a trouble keeps. Fitted. */
  sustainedShare: 0.1,
  /** Quantile that is usually high; see `NORMAL`. */
  highQuantile: 0.95,
});

/** Of a normal distribution: its standard deviations to the 0.95 quantile, and to one median deviation. Units, never moved. */
export const NORMAL = Object.freeze({ highDeviations: 1.645, perMedianDeviation: 1.4826 });

/** Spread and level that floating-point numbers tell from nothing. Arithmetic, never moved. */
export const NOTHING = Object.freeze({ spread: 1e-12, level: 1e-9 });

export const SURGES = Object.freeze({
  /** Times the usual requests or statements, and times their usual spread, from which they are a surge. Fitted. */
  leastRatio: 1.4,
  leastUnusual: 4,
  /** Quantile of the past that is usually high, and times by which a surge rises above it. Fitted. */
  usuallyHigh: 0.9,
  abovePast: 1.2,
  /** Likeness to the complaint's course, 0 to 1. Fitted. */
  leastShape: 0.55,
  /** Share of the requests where the complaint is below which extra ones cannot overload anything. Fitted. */
  leastShare: 0.1,
  /** Share of a rise from which a caller passes its own on. Fitted. */
  passedOn: 0.35,
  /** Share of failures above which a rise below the entry is taken for its callers trying again. Fitted. */
  retryErrors: 0.05,
  /**
   * Where a share f of requests fails and each failed one is sent again, 1 / (1 - f) times as many come: a rise of no more
   * than this times that is the failures' doing. Fitted.
   */
  amongRetried: 1.25,
  /** Times as many instances that bear what was too much for the first ones. Fitted. */
  bears: 1.3,
  /** Points from the trouble at which a rise began that is its own as well. Fitted. */
  nearPoints: 3,
});

export const SYMPTOMS = Object.freeze({
  /** Seconds by which an alert follows its trouble at most; points below which it is as good as at once. Fitted. */
  longestDelaySeconds: 20 * 60,
  leastDelaySteps: 4,
  /** Share of how bad it gets from which a trouble has begun. Fitted. */
  muchOfWorst: 0.3,
  /** Milliseconds before the window from which on an alert that fires is of this incident; older ones are standing conditions. Fitted. */
  beforeWindowMs: 3_600_000,
  /** Weight of an alert that no series shows. Fitted. */
  unseenWeight: 0.5,
  /** Times its usual spread from which a figure is a symptom; times the weight of others where it was asked about. Fitted. */
  leastScore: 5,
  /** Times its usual spread, and times its level, from which it is one after a past too short to know its spread well. Fitted. */
  shortPastScore: 3,
  shortPastFactor: 5,
  askedFactor: 2,
  /** Certainty of a symptom that somebody, or nobody, complained of, at the least score; what each unit of score adds; at most. Fitted. */
  complained: 0.6,
  unasked: 0.35,
  scoreAdds: 0.05,
  unaskedAtMost: 0.9,
  /** Share of requests, and share of any other level by which a change matters to people. Fitted. */
  failedShare: 0.005,
  levelShare: 0.33,
});
