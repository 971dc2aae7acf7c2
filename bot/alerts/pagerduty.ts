import { type Alert, fingerprintOf } from '../domain/alert.ts';
import { linksFrom, rowAt, targetFrom, textAt, textIn, timeAt } from './facts.ts';

/** Events after which the incident is still, or again, somebody's trouble. */
const FIRING = /^incident\.(?:triggered|reopened|escalated|unacknowledged|priority_updated|delegated|reassigned)$/;

/**
 * PagerDuty's webhook, version 3: one event on an incident. Acknowledgements, notes and pings are no alerts: an empty
 * list.
 */
export function readPagerDuty(payload: unknown, now: Date): readonly Alert[] {
  const event = rowAt(rowAt(payload, 'the body').event, 'event');
  const type = textAt(event, 'event_type');
  const resolved = type === 'incident.resolved';
  if (!resolved && !FIRING.test(type)) return [];
  const incident = rowAt(event.data, 'event.data');
  // Rung there by ourselves: it is known here already.
  if (/^page-/.test(textIn(incident, 'incident_key'))) return [];
  const id = textAt(incident, 'id');
  const service = textIn(toRow(incident.service), 'summary');
  const slug = service
    .toLowerCase()
    .trim()
    .replace(/[^a-z0-9.]+/g, '-')
    .replace(/^-+|-+$/g, '');
  const labels = {
    incident: id,
    ...(slug !== '' && { service: slug }),
    ...(service !== '' && { service_summary: service }),
    urgency: textIn(incident, 'urgency') || 'high',
  };
  const target = targetFrom(labels);
  const endsAt = resolved ? timeAt(event.occurred_at, now.toISOString()) : undefined;
  return [
    {
      fingerprint: fingerprintOf('pagerduty', { incident: id }),
      source: 'pagerduty',
      name: textIn(incident, 'title', 'summary') || `Incident ${id}`,
      status: resolved ? 'resolved' : 'firing',
      severity: labels.urgency === 'low' ? 'warning' : 'critical',
      labels,
      summary: textIn(incident, 'title', 'summary'),
      ...(target && { target }),
      startsAt: timeAt(incident.created_at, now.toISOString()),
      ...(endsAt && { endsAt }),
      links: linksFrom([['PagerDuty', incident.html_url]]),
    },
  ];
}

function toRow(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}
