import { randomBytes } from 'node:crypto';
import { NAMESPACE, NODE } from '../system.ts';

/** What an event is about. */
export interface EventTarget {
  readonly name: string;
  readonly uid: string;
  readonly kind?: string;
}

export interface EventRecorder {
  /** Records an event; one that repeats is counted, as the API server's clients do. */
  record(target: EventTarget, type: 'Normal' | 'Warning', reason: string, message: string): void;
  /** As `GET /api/v1/events` lists them, of the last hour. */
  list(): Record<string, unknown>[];
}

const KEPT_MS = 3_600_000;

interface Recorded {
  readonly name: string;
  readonly target: EventTarget;
  readonly type: string;
  readonly reason: string;
  readonly message: string;
  readonly first: Date;
  last: Date;
  count: number;
}

export function createEventRecorder(): EventRecorder {
  const recorded = new Map<string, Recorded>();
  return {
    record: (target, type, reason, message) => {
      const key = JSON.stringify([target.uid, reason, message]);
      const known = recorded.get(key);
      const now = new Date();
      if (known !== undefined) {
        known.last = now;
        known.count += 1;
        return;
      }
      const name = `${target.name}.${randomBytes(8).toString('hex')}`;
      recorded.set(key, { name, target, type, reason, message, first: now, last: now, count: 1 });
    },
    list: () => {
      const oldest = Date.now() - KEPT_MS;
      for (const [key, { last }] of recorded) if (last.getTime() < oldest) recorded.delete(key);
      return [...recorded.values()].map(asObject);
    },
  };
}

function asObject({ name, target, type, reason, message, first, last, count }: Recorded): Record<string, unknown> {
  const isPod = target.kind === undefined;
  return {
    metadata: { name, namespace: NAMESPACE, uid: name, creationTimestamp: first.toISOString() },
    involvedObject: {
      kind: target.kind ?? 'Pod',
      namespace: NAMESPACE,
      name: target.name,
      uid: target.uid,
      apiVersion: isPod ? 'v1' : 'apps/v1',
    },
    reason,
    message,
    type,
    count,
    firstTimestamp: first.toISOString(),
    lastTimestamp: last.toISOString(),
    source: { component: isPod ? 'kubelet' : 'deployment-controller', ...(isPod && { host: NODE }) },
    reportingComponent: isPod ? 'kubelet' : 'deployment-controller',
  };
}
