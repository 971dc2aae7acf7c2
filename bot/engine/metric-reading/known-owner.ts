import { type Component, componentOf } from '../../domain/target.ts';
import type { KnownNames } from './known.ts';

/**
 * The server that a figure of a database or broker is about, where a label names but its host, and logs or callers call
 * the server so too: what RabbitMQ counts on `mq-1` is the broker's and not the machine's. Anything else as it is told.
 */
export function serverOnHost(
  told: Component | undefined,
  engine: string | undefined,
  { services }: KnownNames,
): Component | undefined {
  const host = told?.startsWith('node/') ? told.slice('node/'.length) : undefined;
  const isServer = engine !== undefined && host !== undefined && services.has(host);
  return isServer ? componentOf({ kind: 'service', name: host }) : told;
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
