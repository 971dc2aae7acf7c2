/**
 * Thresholds of what is read from the cluster's objects and events, with unit and source; "fitted" is on worlds and
 * recorded systems.
 */

/** Times from which what happens does so again and again: once is an accident, twice a coincidence. Fitted. */
export const REPEATED = 3;

/**
 * Milliseconds for which what happened last, and may come again, still counts: a container that came back from a crash, a
 * refusal, a complaint, an error of one of a container's last lives. The kubelet and controllers wait five minutes at most
 * before they try again, and this is twice that.
 */
export const LATELY_MS = 10 * 60_000;

/** Letters from which a word tells (`api`, `www`, `eu` are words of any text), and from which it is a name that a program has. Fitted. */
export const LETTERS = Object.freeze({ telling: 4, naming: 6 });

export const CONTAINERS = Object.freeze({
  /** Milliseconds for which a container that dies again and again counts as unwell at most. Fitted. */
  longestUnsettledMs: 2 * 60 * 60_000,
});

/**
 * Milliseconds within which what is told is of one moment: a controller's refusals (it is refused for one reason at a time), the
 * end of a run and the lines before it, a process that the kernel kills and what its supervisor writes of that. Fitted.
 */
export const SAME_TIME_MS = 60_000;

export const LEASES = Object.freeze({
  /** Times its own duration (leader election and the kubelet write it: 15 and 40 s) after which nobody holds a lease any more: leases are read within seconds of each other at best. Fitted. */
  durations: 4,
});

export const LIKENESS = Object.freeze({
  /** How alike a name is to one that it begins, 0 to 1. Fitted. */
  beginning: 0.8,
  /** Likeness from which a name is meant, and what is added to it where it is known to be called, or a port fits. Fitted. */
  meant: 0.75,
  known: 0.2,
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
