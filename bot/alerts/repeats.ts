import type { AlertSource } from '../domain/alert.ts';

/** What a source sends again after it was refused. */
interface Repeats {
  /** Statuses after which it sends the same again by itself; a lost connection counts as such for all of them. */
  readonly on: readonly ('5xx' | '429')[];
  /** How often and how long, for people. */
  readonly how: string;
  /** Where its makers say so. */
  readonly source: string;
}

/**
 * What each source sends again. All of them know 503, and only some 429, after which Alertmanager drops the notification
 * until its group changes: so whatever we cannot take for now is refused as 503, whoever sends it.
 */
export const REPEATS: Readonly<Record<AlertSource, Repeats>> = {
  alertmanager: {
    on: ['5xx'],
    how: 'with growing pauses until group_interval is over, then again at each group_interval',
    source: 'prometheus/alertmanager notify/webhook/webhook.go, notify/util.go (Retrier)',
  },
  grafana: {
    on: [],
    how: 'not at once: as it was not noted as sent, again at the next group_interval (5 minutes by default)',
    source: 'grafana/alerting receivers/webhook/webhook.go (Notify returns no retry)',
  },
  pagerduty: {
    on: ['5xx', '429'],
    how: 'up to 4 more times in about 20 minutes; three dropped in a row disable the webhook for a day',
    source: 'PagerDuty developer documentation, Webhooks, Behavior',
  },
  datadog: {
    on: ['5xx'],
    how: '5 more times where it was not connected',
    source: 'Datadog documentation, Webhooks',
  },
  cloudwatch: {
    on: ['5xx', '429'],
    how: '3 more times, 20 seconds apart, where the subscription has no delivery policy; an hour at most',
    source: 'Amazon SNS developer guide, Message delivery retries',
  },
  generic: { on: ['5xx'], how: 'as its sender does; 503 and Retry-After ask for it', source: 'this project' },
};

/** The status of a refusal that is about now and not about what was sent: one that every source sends again after. */
export const REFUSED_FOR_NOW = 503;
/** Seconds that a refused source is asked to wait. */
export const RETRY_AFTER_SECONDS = 5;
