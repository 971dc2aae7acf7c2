/**
 * Thresholds of what is read from the cluster's objects and events, with unit and source; "fitted" is on worlds and
 * recorded systems.
 */
export const CONTAINERS = Object.freeze({
  /** Milliseconds after its last restart for which a container that runs and is ready still counts as unwell. Fitted. */
  settledAfterMs: 10 * 60_000,
  /** Restarts from which on it counts as dying again and again, and milliseconds for which that counts at most. Fitted. */
  often: 3,
  longestUnsettledMs: 2 * 60 * 60_000,
});

export const CREATION = Object.freeze({
  /** Milliseconds before its newest words from which on older ones are past: a controller is refused for one reason at a time. Fitted. */
  sameTimeMs: 60_000,
  /** Milliseconds since its refusal for which a controller that was not read is still refused: it tries again every few minutes. Fitted. */
  latelyMs: 15 * 60_000,
});

export const LEASES = Object.freeze({
  /** Milliseconds that a lease lasts at the least, whatever it says: leases are read within seconds of each other at best. Fitted. */
  leastMs: 60_000,
  /** Seconds that one lasts which does not say: the lease duration of Kubernetes' leader election. */
  defaultSeconds: 15,
});

export const LIKENESS = Object.freeze({
  /** Letters of a name of somebody outside that may begin a longer registered one. Fitted. */
  providerLetters: 5,
  /** Letters from which a name that begins another is like it, and how alike they are then, 0 to 1. Fitted. */
  leastLetters: 4,
  beginning: 0.8,
  /** Likeness from which a name that is known to be called is meant, and from which another is. Fitted. */
  alike: 0.6,
  plainlyAlike: 0.8,
});

export const PROBE_TIMES = Object.freeze({
  /** Seconds that a container is given to stop (terminationGracePeriodSeconds is 30 by default), and a little. */
  toStopSeconds: 35,
  /** Milliseconds within which the kubelet has set a new pod's conditions for the first time. Fitted. */
  conditionsSetMs: 10_000,
});

/** Letters of a text beyond which it is no settings; addresses in one beyond which it is a list of something else. Bounds on the work. */
export const WRITTEN = Object.freeze({ letters: 200_000, addresses: 200 });

/** Owners followed from a pod upwards: a Job's CronJob is the second, operators add one or two. A bound against cycles. */
export const MOST_OWNERS = 5;

/** Pieces of evidence kept of findings that are joined. Display. */
export const JOINED_SHOWN = 8;
