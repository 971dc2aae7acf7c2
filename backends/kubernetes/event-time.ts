import type { KubernetesObject } from '../../schemas/generated/kubernetes.ts';
import { textAt } from './read-fields.ts';

/** Events are paged and sorted again and again; reading five times of each anew would take longer than all the rest. */
const known = new WeakMap<KubernetesObject, number>();

/** When an event was seen last, in milliseconds: both event APIs, series included; 0 when it names no time. */
export function lastSeenOf(event: KubernetesObject): number {
  const time = known.get(event) ?? readLastSeen(event);
  known.set(event, time);
  return time;
}

function readLastSeen(event: KubernetesObject): number {
  const times = [
    textAt(event, 'series', 'lastObservedTime'),
    textAt(event, 'deprecatedLastTimestamp'),
    textAt(event, 'lastTimestamp'),
    textAt(event, 'eventTime'),
    textAt(event, 'firstTimestamp'),
    event.metadata.creationTimestamp,
  ];
  for (const time of times) {
    const parsed = Date.parse(time ?? '');
    if (!Number.isNaN(parsed)) return parsed;
  }
  return 0;
}

/** When an event was seen first, as it is written; undefined when it names no time. */
export function firstSeenOf(event: KubernetesObject): string | undefined {
  return (
    textAt(event, 'firstTimestamp') ??
    textAt(event, 'deprecatedFirstTimestamp') ??
    textAt(event, 'eventTime') ??
    event.metadata.creationTimestamp
  );
}

/** The object an event is about: `involvedObject`, or `regarding` in events.k8s.io. */
export function regardedBy(event: KubernetesObject): { kind: string; name: string } {
  const side = textAt(event, 'involvedObject', 'name') === undefined ? 'regarding' : 'involvedObject';
  return { kind: textAt(event, side, 'kind') ?? '', name: textAt(event, side, 'name') ?? '' };
}
