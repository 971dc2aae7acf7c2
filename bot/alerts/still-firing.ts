import type { AlertGroup } from '../domain/alert-group.ts';
import { readAllPages } from '../investigation/pages.ts';
import type { ToolGateway } from '../ports/tool-gateway.ts';
import type { Topology } from './group-alerts.ts';

const DEADLINE_MS = 5_000;
const MOST_ALERTS = 10_000;

interface Seen {
  readonly labels: Readonly<Record<string, string>>;
  readonly state: string;
}

/**
 * False only when the metrics source knows the group's firing alerts and says of each that it is resolved: what it does
 * not know, or cannot be asked, may still fire.
 */
export async function isStillFiring(gateway: ToolGateway, group: AlertGroup): Promise<boolean> {
  const firing = Object.values(group.members).filter(({ status }) => status === 'firing');
  const asked = firing.flatMap(({ alert }) => alert ?? []);
  if (asked.length === 0 || asked.length < firing.length) return firing.length > 0;
  const { items } = await readAllPages(
    gateway,
    'metrics___list_alerts',
    { limit: 1000 },
    { signal: AbortSignal.timeout(DEADLINE_MS), maxItems: MOST_ALERTS },
  ).catch(() => ({ items: [] as readonly unknown[] }));
  const seen = items.filter(isSeen);
  return !asked.every((alert) => {
    const same = seen.filter(({ labels }) =>
      Object.entries(alert.labels).every(([name, value]) => labels[name] === value),
    );
    return same.length > 0 && same.every(({ state }) => state === 'resolved');
  });
}

function isSeen(item: unknown): item is Seen {
  const { labels, state } = (item ?? {}) as Partial<Seen>;
  return typeof labels === 'object' && labels !== null && typeof state === 'string';
}

/** Who calls whom, as the metrics source knows it; empty when it cannot be asked. */
export async function readTopology(gateway: ToolGateway): Promise<Topology> {
  try {
    const body = await gateway.call('metrics___get_topology', {}, { signal: AbortSignal.timeout(DEADLINE_MS) });
    const { topology } = body as { topology?: unknown };
    if (typeof topology !== 'object' || topology === null) return {};
    return Object.fromEntries(
      Object.entries(topology).map(([caller, callees]) => [caller, Array.isArray(callees) ? callees.map(String) : []]),
    );
  } catch {
    // Without a topology alerts join by target alone, which is safe.
    return {};
  }
}
