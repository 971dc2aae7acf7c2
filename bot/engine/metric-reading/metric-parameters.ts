/**
 * Thresholds of the rules over metrics, with unit and source. Relative tests count only above an absolute floor: a change
 * from nothing to little is large against its spread, and harms nobody.
 */
export interface MetricParameters {
  /** Retransmitted segments or dropped packets a second below which a link is not called lossy. */
  readonly leastLossPerSecond: number;
  /** Processor cores below which a rise of a container's use is nobody's overload; of a share, the share. */
  readonly leastCores: number;
  readonly leastProcessorShare: number;
  /** The share of a processor that must be added for others to wait for it. */
  readonly leastAddedShare: number;
  /** Extra requests a second below which nothing is overloaded by them. */
  readonly leastSurge: number;
}

export const METRIC_PARAMETERS: MetricParameters = Object.freeze({
  // A host that sends a thousand segments a second resends one of them at the 0.1 % that TCP takes without harm (RFC 3649).
  leastLossPerSecond: 1,
  // The smallest limits in use are 50 millicores: a container below that cannot be at its limit.
  leastCores: 0.05,
  leastProcessorShare: 0.5,
  leastAddedShare: 0.1,
  // One request a second keeps one worker busy only where each takes a second.
  leastSurge: 1,
});
