/** Thresholds of the rules over probes, with unit and source; "fitted" is on worlds and recorded systems. */
export const PROBES = Object.freeze({
  /** Seconds after which a container that is up listens. Fitted. */
  longEnoughSeconds: 60,

  /** Seconds of patience of a liveness probe, from start to kill, that are too few. Fitted. */
  hastySeconds: 20,
  /** Seconds for an answer that a busy program may miss. Fitted. */
  shortTimeoutSeconds: 2,

  /** Milliseconds after its container's start from which a pod that turns unready had been ready before. Fitted. */
  readyForMs: 120_000,
  /** Failures that are more than a slow start has. Fitted. */
  oftenUnready: 30,
  /** Seconds of delay, or from one question to the next, that no program needs to start. Fitted. */
  longSeconds: 120,
});
