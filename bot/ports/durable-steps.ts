/** The steps of one durable run. Code between steps must be the same at every run: no clock, no chance, no input. */
export interface DurableSteps {
  /**
   * Runs `work` and records its outcome; when the run is resumed, a recorded step returns (or throws) what was recorded
   * and `work` is not called. A step cut short by the end of the process is run again, so `work` must be safe to repeat.
   * The result must survive JSON. Throws SreError only; `cancelled` when the run was stopped.
   * With `patienceSeconds`, a retryable failure is tried again with growing pauses over about that time, in seconds.
   */
  run<T>(name: string, work: (signal: AbortSignal) => Promise<T>, options?: { patienceSeconds?: number }): Promise<T>;
}
