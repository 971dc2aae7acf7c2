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
  /** Extra requests, calls, statements or tries a second below which nothing is overloaded by them. */
  readonly leastSurge: number;
  /** Times its usual spread by which a figure must have moved to count. */
  readonly movedScore: number;
  /** Connections below which their growth exhausts no server, and how many times as many there must be. */
  readonly leastConnections: number;
  readonly connectionsFactor: number;
  /** Times the usual processor time of a database, and the share of it that is added, from which its queries cost more. */
  readonly costlierFactor: number;
  readonly costlierShare: number;
  /** Rows a second below which reading more of them harms nobody; times the usual number a query from which it scans. */
  readonly leastRows: number;
  readonly scanFactor: number;
  /** Share of belief left for a limit that was reached all the time that is known. */
  readonly standingLimitShare: number;
  /** Seconds that a way there and back must take longer: a request calls some ten times, and people notice a fiftieth of one. */
  readonly leastDelaySeconds: number;
  /** Milliseconds by which a clock must be wrong to be told; time zones differ by such steps, with so much slack. */
  readonly leastSkewMs: number;
  readonly zoneStepMs: number;
  readonly zoneSlackMs: number;
  /** Times a limit from which on the two are not of one holder: another unit, a parent's quota. */
  readonly mostUse: number;
  /** Share of a limit from which it is as good as reached. Fitted. */
  readonly nearLimit: number;
  /** Times its usual use from which a processor is busier. Fitted. */
  readonly busierFactor: number;
  /** Times the requests before from which what more requests alone bring about is theirs. Fitted. */
  readonly loadGrowth: number;
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
  movedScore: 5,
  // PostgreSQL allows 100 by default.
  leastConnections: 50,
  connectionsFactor: 2,
  // Fitted: a plan that reads the whole table in place of an index costs many times as much.
  costlierFactor: 2.5,
  costlierShare: 0.15,
  // A twentieth of a processor: PostgreSQL passes about a million rows a second through a sequential scan.
  leastRows: 50_000,
  scanFactor: 10,
  standingLimitShare: 0.6,
  leastDelaySeconds: 0.002,
  // Kerberos (RFC 4120) and Microsoft.IdentityModel let clocks differ by five minutes.
  leastSkewMs: 5 * 60_000,
  zoneStepMs: 15 * 60_000,
  zoneSlackMs: 90_000,
  mostUse: 1.5,
  nearLimit: 0.9,
  busierFactor: 1.5,
  loadGrowth: 1.8,
});
