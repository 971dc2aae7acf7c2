import type { Any } from './cluster.ts';
import { iso, type Span } from './span.ts';

interface Told {
  type: string;
  reason: string;
  message: string;
  count: number;
  at: number;
  last: number;
  source: string;
}

/** An event as `kubectl get events -o json` shows it. */
export function eventOf(about: Any, told: Told, span: Span): Any {
  const { name, namespace, uid } = about.metadata;
  const { type, reason, message, count, at, last, source } = told;
  return {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: {
      name: `${name}.${span.random.hex(16)}`,
      namespace: namespace ?? 'default',
      uid: span.random.uid(),
      creationTimestamp: iso(at),
    },
    involvedObject: { apiVersion: about.apiVersion, kind: about.kind, name, namespace, uid },
    type,
    reason,
    message,
    count,
    firstTimestamp: iso(at),
    lastTimestamp: iso(count === 1 ? at : Math.max(at, last)),
    source: { component: source, host: about.spec?.nodeName },
    reportingComponent: source,
  };
}
