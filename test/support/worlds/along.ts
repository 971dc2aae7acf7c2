/** How far a world is moved along one of the axes on which it may differ from itself; each absent where nothing is moved. */
export interface Along {
  /** Share of what its faults do that is left, 0 to 1. */
  readonly severity?: number;
  /** How large its faults are, 0 to 1: what a kind draws between a small and a large one (a probe's patience, a limit). */
  readonly size?: number;
  /** Minutes before the recording at which its faults began, and at which those that are over ended. */
  readonly age?: number;
  readonly over?: number;
  /** Times as many requests as such a system has, and as many lines as its programs write on a good day, all the time. */
  readonly traffic?: number;
  readonly chatter?: number;
  /** Minutes by which the changes of its faults are recorded earlier than they were made, or later. */
  readonly earlier?: number;
  readonly later?: number;
  /** Moments that were recorded. */
  readonly points?: number;
}
