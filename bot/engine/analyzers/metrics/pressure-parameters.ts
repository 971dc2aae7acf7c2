/** Thresholds of what presses a service from within, with unit and source; "fitted" is on worlds and recorded systems. */
export const PRESSURES = Object.freeze({
  /** Times its usual spread by which a figure must have moved. Fitted. */
  unusual: 6,

  /** Times the growth of requests by which processor use must outgrow them not to be their doing. Fitted. */
  beyondLoad: 1.8,
  /** Strength of a processor that is busier, and of one that is held back at its limit as well. Fitted. */
  busy: 0.6,
  busyAndHeld: 0.8,
  /** Share of periods that must be throttled more, where it is a share. Fitted. */
  leastThrottled: 0.1,

  /** Share of its limit where people are warned of a container's memory: ContainerHighMemoryUsage of awesome-prometheus-alerts. */
  high: 0.8,
  /** Times its usual spread, and its level before, by which memory that only grows has leaked. Fitted. */
  leakScore: 8,
  leakFactor: 1.3,
  /** Share of a process's memory below which what is left is another process's; times its least up to which memory is level. Fitted. */
  fallShare: 0.5,
  levelFactor: 1.15,
  /** Points that it must have been level before and that a climb has, at the least, and share of its steps that lead up. Fitted. */
  leastClimb: 5,
  climbingShare: 0.8,
  /** Times its level before that a leap of memory comes to; bytes from which one is large: a few mebibytes is what caches do. Fitted. */
  leap: 1.5,
  manyBytes: 64 * 2 ** 20,
  /** Share of the limit up to which a leap presses nobody, and from which a large one does. Fitted. */
  half: 0.5,
  most: 0.7,
  /** Strengths: a leap far below the limit, one of few bytes, a large one or one to the limit. Fitted. */
  farFromLimit: 0.2,
  fewBytes: 0.35,
  largeLeap: 0.82,
  /** Strength of memory that is full without a rise: page cache and heaps of fixed size fill by design. Fitted. */
  alwaysFull: 0.35,

  /** Times the packets lost before that are a lossy link's. Fitted. */
  lossFactor: 3,
});
