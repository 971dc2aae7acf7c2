import { createHash } from 'node:crypto';
import type { Target } from './target.ts';

export const ALERT_SOURCES = ['alertmanager', 'cloudwatch', 'pagerduty', 'grafana', 'datadog', 'generic'] as const;
export type AlertSource = (typeof ALERT_SOURCES)[number];

/** Harm, as the source says it; `warning` where it says nothing. */
export type AlertSeverity = 'critical' | 'warning' | 'info';

export interface AlertLink {
  readonly title: string;
  readonly url: string;
}

/** A machine's notice that something is wrong, or right again. JSON-serialisable. */
export interface Alert {
  /** The same for the same alert whenever it comes; made of facts (source, name, labels), never of its text. */
  readonly fingerprint: string;
  readonly source: AlertSource;
  /** The rule's name, such as `HighLatency`. */
  readonly name: string;
  readonly status: 'firing' | 'resolved';
  readonly severity: AlertSeverity;
  readonly labels: Readonly<Record<string, string>>;
  /** One sentence of the source's own, from outside. May be empty. */
  readonly summary: string;
  /** Absent when the labels name none. */
  readonly target?: Target;
  /** RFC 3339. */
  readonly startsAt: string;
  readonly endsAt?: string;
  /** Web addresses (http or https) of the source's own pages. */
  readonly links: readonly AlertLink[];
  /** The group that its source put it in, where that group has labels. */
  readonly groupKey?: string;
}

/** Alerts that fire on purpose all the time (kube-prometheus): they prove that alerts arrive, or hold others back. */
export function isHeartbeat({ name, labels }: Pick<Alert, 'name' | 'labels'>): boolean {
  return (
    /^(?:none|heartbeat)$/i.test(labels.severity ?? '') || /^(?:Watchdog|DeadMansSwitch|InfoInhibitor)$/i.test(name)
  );
}

/** 32 hex digits over the source and sorted facts. */
export function fingerprintOf(source: AlertSource, facts: Readonly<Record<string, string>>): string {
  const sorted = Object.entries(facts).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256')
    .update(JSON.stringify([source, sorted]))
    .digest('hex')
    .slice(0, 32);
}

const HARM: Readonly<Record<AlertSeverity, number>> = { info: 0, warning: 1, critical: 2 };

/** True when `severity` is at least as bad as `least`. */
export function isAtLeast(severity: AlertSeverity, least: AlertSeverity): boolean {
  return HARM[severity] >= HARM[least];
}
