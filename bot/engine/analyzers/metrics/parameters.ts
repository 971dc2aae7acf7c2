/**
 * Thresholds of the rules over metrics, alerts and traces, with unit and source; "fitted" is on worlds and recorded systems.
 * Those of changes, calls and pressure stand in tables of their own beside this one, strengths in `strength-parameters.ts`,
 * floors that several rooms share in `metric-reading/metric-parameters.ts`.
 */

/** How figures are written: bytes from which they are mebibytes, values below which they have an exponent. Display, never moved. */
export const FIGURES = Object.freeze({ mebibytesFrom: 1e5, exponentBelow: 0.001 });

export const ALERTS = Object.freeze({
  /** Milliseconds before the first alert from which on what began may still be its cause. Fitted. */
  causeBeforeMs: 45 * 60_000,
});

export const ORIGINS = Object.freeze({
  /** Findings shown. Display. */
  shown: 5,
  /** Share of the blame below which a service is left out. Fitted. */
  leastShare: 0.05,
  /** Strength of the whole blame, and of none. Fitted. */
  sure: 0.82,
  unsure: 0.32,
  /** Strength of a pressure below which it names no cause for slowness. Fitted. */
  convincing: 0.45,
  /** What blame that a pressure backs is made of: shares of both, and a bonus. Fitted. */
  blameShare: 0.6,
  pressureShare: 0.4,
  backedBonus: 0.04,
  /** Share of failures above which a leaf is away, and does not merely fail. Fitted. */
  awayAbove: 0.5,
  /** Times its usual level from which slowness without any work done for it is spent waiting for the network. Fitted. */
  waitingFactor: 4,
  /** Times its usual level below which a median has stayed where it was. Fitted. */
  unmovedFactor: 2,
});

export const TRACES = Object.freeze({
  /** Share of all calls below which those that fail may be chance. Fitted. */
  leastErrorShare: 0.03,
  /** Share of all own time that makes an operation worth naming. Fitted. */
  leastTimeShare: 0.4,
  /** Findings shown. Display. */
  shown: 4,
  /** Strength of failures: with none, and what all of them add; times their share from which it is full. Fitted. */
  failing: 0.4,
  failingAdds: 0.25,
  failingFactor: 2,
  /** Strength of slowness: with none, and what all of the time adds. Fitted: it says where, not whether that is news. */
  slow: 0.25,
  slowAdds: 0.3,
});

export const SURGE_FINDINGS = Object.freeze({
  /** Surges shown. Display. */
  shown: 3,
  /** Times the usual requests up to which an exact figure is told. Display. */
  timesShown: 10,
  /** Likeness to the complaint, 0 to 1, from which a surge is whole. Fitted. */
  alike: 0.85,
});

export const TARGETS = Object.freeze({
  /** Series cited. Display. */
  shown: 3,
});

export const FOREIGN = Object.freeze({
  /** Cores, and share of all that the machine's programs use, from which one of them takes its processor. Fitted. */
  leastCores: 0.5,
  leastShare: 0.5,
  /** Share of what it takes now below which it was idle before. Fitted. */
  idleShare: 0.2,
});
