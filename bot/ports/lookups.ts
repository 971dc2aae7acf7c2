import type { Actor } from '../domain/actor.ts';
import type { ChangeRecord, MetricSeries, RunbookMatch, ServiceLogs } from '../domain/signals.ts';
import type { Target } from '../domain/target.ts';

/** One pod as a person wants it listed. */
export interface PodState {
  readonly name: string;
  readonly namespace: string;
  readonly phase: string;
  readonly ready: number;
  readonly containers: number;
  readonly restarts: number;
  readonly node?: string;
  readonly ageSeconds?: number;
  /** Why a container waits or ended, such as `CrashLoopBackOff`; absent when nothing is wrong. */
  readonly reason?: string;
}

/** One Kubernetes event, newest last seen. */
export interface ClusterEvent {
  readonly type: string;
  readonly reason: string;
  readonly object: string;
  readonly message: string;
  readonly count: number;
  /** RFC 3339. */
  readonly lastSeen?: string;
}

/** A series now and in the same window a day before; `before` is absent where the source holds nothing so old. */
export interface SeriesComparison {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly unit?: string;
  readonly now: number;
  readonly before?: number;
}

/** What can be looked up by itself, and what one row of it is. */
export interface LookupRows {
  logs: ServiceLogs;
  metrics: MetricSeries;
  pods: PodState;
  events: ClusterEvent;
  changes: ChangeRecord;
  runbook: RunbookMatch;
  yesterday: SeriesComparison;
}

export type LookupKind = keyof LookupRows;

export interface LookupQuery {
  /** Absent means the whole system. */
  readonly target?: Target;
  /** How far back, in seconds. Pods and runbooks have no window. */
  readonly sinceSeconds: number;
  /** What to search the runbooks for. */
  readonly words?: string;
}

/** What was seen, or that it could not be. Empty `rows` say that nothing was there; `searched` says where. */
export type Looked<Row> =
  | {
      readonly status: 'seen';
      readonly rows: readonly Row[];
      /** What was searched, in words of the source. */
      readonly searched: string;
      /** Set when there is more than was read. */
      readonly truncated?: string;
    }
  | {
      readonly status: 'unknown';
      /** One sentence for a person. */
      readonly reason: string;
    };

/** Single looks into the four sources, as one person, bounded in time and size. */
export interface Lookups {
  /** Never throws for a source that fails: that is `unknown`. Throws SreError `forbidden` where the person may not look. */
  look<Kind extends LookupKind>(
    actor: Actor,
    kind: Kind,
    query: LookupQuery,
    options?: { signal?: AbortSignal },
  ): Promise<Looked<LookupRows[Kind]>>;
}
