/** Thresholds of the rules over addresses, Services and policies, with unit and source; "fitted" is on worlds and recorded systems. */
export const ADDRESSES = Object.freeze({
  /** Share of the other ports of a namespace's Services that are carried on unchanged, from which that is its custom. Fitted. */
  customShare: 0.6,
});

/**
 * Milliseconds after a policy was made within which every connection of a pool is made anew, so that calls which fail later
 * fail for something else: HikariCP's `maxLifetime` by default (its README).
 */
export const REPLACED_WITHIN_MS = 30 * 60_000;
