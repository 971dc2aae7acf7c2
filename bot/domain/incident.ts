/** One line of what happened in a thread. */
export interface TimelineEntry {
  /** RFC 3339. */
  readonly at: string;
  readonly kind: 'alert' | 'asked' | 'finding' | 'answer' | 'page' | 'acknowledged' | 'incident' | 'action' | 'note';
  /** One sentence; may hold text from outside, and people as `<@U…>`. */
  readonly text: string;
}

/** Text from outside, fit to stand in an entry: it can name nobody. */
export function harmless(text: string): string {
  return text.replaceAll('<', '‹').replaceAll('>', '›').slice(0, 500);
}

export const INCIDENT_SEVERITIES = ['sev1', 'sev2', 'sev3'] as const;
export type IncidentSeverity = (typeof INCIDENT_SEVERITIES)[number];
export const INCIDENT_ROLES = ['commander', 'communications', 'scribe'] as const;
export type IncidentRole = (typeof INCIDENT_ROLES)[number];

/** A declared event, in the thread where it was declared. JSON-serialisable. */
export interface Incident {
  readonly id: string;
  readonly teamId: string;
  readonly state: 'open' | 'resolved';
  readonly channel: string;
  readonly threadTs: string;
  readonly title: string;
  readonly severity: IncidentSeverity;
  /** A channel of its own, where one was wanted. */
  readonly ownChannel?: string;
  /** Slack users. */
  readonly roles: Readonly<Partial<Record<IncidentRole, string>>>;
  readonly declaredBy: string;
  /** RFC 3339. */
  readonly declaredAt: string;
  readonly resolvedAt?: string;
  /** What it is about, as `service/NAME`, where that is known. */
  readonly component?: string;
}
