/**
 * Thresholds of the rules over the cluster's objects and events, with unit and source; "fitted" is on worlds and recorded
 * systems. Those of probes, nodes and addresses stand in tables of their own beside this one, strengths in
 * `strength-parameters.ts`.
 */

/** What is shown of many alike: names, objects, selectors, nodes, letters of a quote. Display, never moved. */
export const SHOWN = Object.freeze({ names: 3, objects: 3, selectors: 3, nodes: 4, quote: 300 });

export const STARTS = Object.freeze({
  /** Milliseconds after which an init container that still runs is stuck. Fitted. */
  longInitMs: 5 * 60_000,
  /** Bytes that the runtime itself needs within a container's limit: runc refuses or is killed below about 6 to 8 MiB. */
  leastMemory: 8 * 2 ** 20,
});

/** Milliseconds after which what somebody made or switched off (a policy, a schedule) stood long before today's complaint. Fitted. */
export const LONG_STANDING_MS = 7 * 24 * 60 * 60_000;
