import { type Component, componentOf } from '../../domain/target.ts';
import type { KnownNames } from './known.ts';
import type { MetricMeaning, MetricSignal } from './meaning.ts';

/** What only a program has: its heap, its threads, its connections. */
const OF_PROGRAMS: ReadonlySet<MetricSignal> = new Set([
  'heap',
  'heap-limit',
  'heap-share',
  'heap-after-gc',
  'gc-share',
  'gc-time',
  'threads-busy',
  'threads-busy-limit',
  'threads-queued',
  'connections',
  'connection-limit',
  'connections-share',
  'tablespace-share',
  'pool-use',
  'pool-limit',
  'pool-waiting',
]);

/**
 * The program that a figure is about, where a label names but its host, and logs or callers call the program so too: what
 * RabbitMQ counts on `mq-1` is the broker's and not the machine's, and so is a heap. Anything else as it is told.
 */
export function programOnHost(
  told: Component | undefined,
  { engine, signal }: MetricMeaning,
  { services }: KnownNames,
): Component | undefined {
  const host = told?.startsWith('node/') ? told.slice('node/'.length) : undefined;
  if (host === undefined || !services.has(host)) return told;
  return engine !== undefined || OF_PROGRAMS.has(signal) ? componentOf({ kind: 'service', name: host }) : told;
}

/**
 * The component that a label of no known meaning names, as monitors of firms' own making call theirs (`tc`, `name`, `cmdb_id`):
 * the only one of its values that logs, callers or other figures know by that very name. Undefined where none or several are.
 */
export function ownerByKnownName(
  labels: Readonly<Record<string, string>>,
  { services, nodes }: KnownNames,
): Component | undefined {
  const named = new Set(Object.values(labels).filter((value) => services.has(value) || nodes.has(value)));
  const [name, other] = named;
  if (name === undefined || other !== undefined) return undefined;
  return componentOf({ kind: services.has(name) ? 'service' : 'node', name });
}
