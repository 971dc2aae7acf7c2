import type { EvidenceDraft } from './finding.ts';
import type { Component } from './target.ts';

/** What can be seen to be out of order before any cause is thought of. */
export type ObservationKind =
  | 'condition'
  | 'event'
  | 'alert'
  | 'replicas'
  | 'restarts'
  | 'last-words'
  | 'log-errors'
  | 'latency'
  | 'error-ratio'
  | 'availability'
  | 'traffic'
  | 'silence'
  | 'limit'
  | 'change'
  | 'symptom';

/**
 * How far an observation counts. `relevant`: newer than the onset, or it reaches the target or the complaint. `standing`:
 * older than the window, listed as also seen. `benign`: known to mean nothing (a watchdog alert, a finished Job).
 */
export type ObservationClass = 'relevant' | 'standing' | 'benign';

/** One thing out of order, with its place, time and size. It names no cause. */
export interface Observation {
  readonly kind: ObservationKind;
  /** What of that kind, in the source's own word: an event's reason, a condition's type, an alert's name. */
  readonly name: string;
  readonly component: Component;
  /** Kubernetes namespace, where the source gives one. */
  readonly namespace?: string;
  /** RFC 3339; absent where the source gives no time. `until` is absent while it lasts. */
  readonly from?: string;
  readonly until?: string;
  /** Seconds between the points of what was measured: `from` is no surer than that. */
  readonly stepSeconds?: number;
  /** RFC 3339: when something that comes again and again was last seen; absent for what is a state. */
  readonly lastSeen?: string;
  /** In `unit`; `relative` is the share of what it is measured against, 0 to 1, or the factor over the past. */
  readonly size?: { readonly absolute: number; readonly unit: string; readonly relative?: number };
  /** Quotes from the source, at least one. */
  readonly evidence: readonly EvidenceDraft[];
  readonly class: ObservationClass;
}

/** An abnormal observation that no hypothesis explains, as it is shown. */
export interface Residue {
  readonly kind: ObservationKind;
  readonly name: string;
  readonly component: Component;
  readonly class: Exclude<ObservationClass, 'benign'>;
  /** The quoted source. */
  readonly text: string;
  readonly from?: string;
  readonly until?: string;
}

/** A reading that answers the complaint: what was measured, where, and that it is normal. */
export interface Measured {
  readonly component: Component;
  /** What was read, e.g. `latency`, `error-ratio`, `replicas`, `lag`, `expiry`, `alerts`. */
  readonly signal: string;
  /** In `unit` as a person writes it; absent where the reading is a count in `text` only. */
  readonly value?: number;
  readonly unit?: string;
  /** The figure in one sentence: `checkout answers in p95 42 ms (38 to 45 ms over the hour)`. */
  readonly text: string;
}

/** A file, object kind or source that was there and was not understood, or not read to its end. */
export interface NotRead {
  readonly source: string;
  /** The file's path in the snapshot, or the kind's own name. */
  readonly name: string;
  /** Where in the file, from 1; absent when it is about all of it. */
  readonly line?: number;
  readonly reason: string;
}
