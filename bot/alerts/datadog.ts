import { type Alert, fingerprintOf } from '../domain/alert.ts';
import { linksFrom, rowAt, severityFrom, targetFrom, textAt, textIn, timeAt } from './facts.ts';

/**
 * Datadog's webhook with this payload, set in the webhook's own form:
 * `{"alert_id": "$ALERT_ID", "alert_cycle_key": "$ALERT_CYCLE_KEY", "transition": "$ALERT_TRANSITION",
 * "title": "$ALERT_TITLE", "scope": "$ALERT_SCOPE", "tags": "$TAGS", "priority": "$ALERT_PRIORITY",
 * "status": "$ALERT_STATUS", "date": "$DATE", "link": "$LINK"}`.
 * An alert is its monitor and the scope that triggered it.
 */
export function readDatadog(payload: unknown, now: Date): readonly Alert[] {
  const body = rowAt(payload, 'the body');
  const id = textAt(body, 'alert_id');
  const transition = textAt(body, 'transition');
  const scope = tagsIn(textIn(body, 'scope'));
  const tags = { ...tagsIn(textIn(body, 'tags')), ...scope };
  const resolved = /^recovered/i.test(transition);
  const target = targetFrom(tags);
  const at = timeAt(body.date, now.toISOString());
  return [
    {
      fingerprint: fingerprintOf('datadog', { monitor: id, ...scope }),
      source: 'datadog',
      name: textIn(body, 'title') || `Monitor ${id}`,
      status: resolved ? 'resolved' : 'firing',
      severity: /warn/i.test(transition) ? 'warning' : severityFrom(textIn(body, 'priority') || 'error'),
      labels: { ...tags, monitor: id },
      summary: textIn(body, 'status'),
      ...(target && { target }),
      startsAt: at,
      ...(resolved && { endsAt: at }),
      links: linksFrom([['Datadog', body.link]]),
    },
  ];
}

/** `env:prod,service:web` as labels; of a key that comes twice the first is kept, tags without a key are left out. */
function tagsIn(list: string): Record<string, string> {
  const pairs = list.split(',').flatMap((tag) => {
    const colon = tag.indexOf(':');
    return colon < 1 ? [] : [[tag.slice(0, colon).trim(), tag.slice(colon + 1).trim()] as const];
  });
  return Object.fromEntries(pairs.slice(0, 100).reverse());
}
