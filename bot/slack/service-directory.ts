import type { Logger } from 'pino';
import type { Actor } from '../domain/actor.ts';
import { componentOf, type Target } from '../domain/target.ts';
import { readAllPages } from '../investigation/pages.ts';
import type { Clock } from '../ports/clock.ts';
import type { KnownTargets, ServiceDirectory } from '../ports/service-directory.ts';
import type { ToolGateway, ToolGatewayFactory, ToolName } from '../ports/tool-gateway.ts';

export interface ServiceDirectoryDeps {
  readonly gateways: ToolGatewayFactory;
  readonly clock: Clock;
  readonly log?: Pick<Logger, 'warn'>;
}

const FRESH_MS = 60_000;
const DEADLINE_MS = 10_000;
const MOST_NAMES = 5_000;
const UNKNOWN: KnownTargets = { targets: [], complete: false };

/**
 * Lists services, nodes and namespaces through the tools, as the asker, kept for a minute for each asker. An older
 * list is served while it is read anew. Who is asked for the first time and has no more patience gets the names that a
 * colleague's list has, as an incomplete list; the reading goes on.
 */
export function createServiceDirectory(deps: ServiceDirectoryDeps): ServiceDirectory {
  const lists = new Map<string, { known: KnownTargets; readAt: number; reading?: Promise<KnownTargets> }>();

  const ofTeam = new Map<string, readonly Target[]>();

  function read(actor: Actor): Promise<KnownTargets> {
    const entry = lists.get(actor.username) ?? { known: UNKNOWN, readAt: 0 };
    if (entry.reading) return entry.reading;
    const reading = readTargets(deps, actor)
      .catch((error: unknown) => {
        deps.log?.warn({ err: error }, 'services not listed');
        return UNKNOWN;
      })
      .then((known) => {
        // A list that fails keeps what was known before; it is asked again by the next command.
        const better = known.targets.length > 0 ? known : entry.known;
        if (known.targets.length > 0) ofTeam.set(actor.teamId, known.targets);
        lists.set(actor.username, { known: better, readAt: known.complete ? deps.clock.now().getTime() : 0 });
        return better;
      });
    lists.set(actor.username, { ...entry, reading });
    return reading;
  }

  return {
    async known(actor, patienceMs) {
      const entry = lists.get(actor.username);
      if (entry && deps.clock.now().getTime() - entry.readAt < FRESH_MS) return entry.known;
      const reading = read(actor);
      if (entry && entry.known.targets.length > 0) return entry.known;
      const patience = Promise.withResolvers<KnownTargets>();
      const late = { targets: ofTeam.get(actor.teamId) ?? [], complete: false };
      const timer = setTimeout(() => patience.resolve(late), patienceMs);
      return Promise.race([reading, patience.promise]).finally(() => clearTimeout(timer));
    },
  };
}

async function readTargets(deps: ServiceDirectoryDeps, actor: Actor): Promise<KnownTargets> {
  const signal = AbortSignal.timeout(DEADLINE_MS);
  const gateway = deps.gateways.connect(actor);
  try {
    const lists = await Promise.allSettled([
      items(gateway, 'kubernetes___list_objects', { kind: 'Service,Node,Namespace', limit: 1000 }, signal),
      items(gateway, 'logs___list_log_services', {}, signal),
      items(gateway, 'kubernetes___list_namespaces', {}, signal),
    ]);
    const [objects, logged, namespaces] = lists.map((list) => (list.status === 'fulfilled' ? list.value.rows : []));
    const targets = new Map<string, Target>();
    const add = (target: Target | undefined) => {
      if (target && !targets.has(componentOf(target))) targets.set(componentOf(target), target);
    };
    for (const item of objects ?? []) add(ofObject(item));
    for (const item of logged ?? []) add(named('service', item.service ?? item.name, item.namespace));
    for (const item of namespaces ?? []) add(named('namespace', item.name ?? item.namespace));
    for (const list of lists)
      if (list.status === 'rejected') deps.log?.warn({ err: list.reason }, 'services not listed in full');
    return {
      targets: [...targets.values()],
      complete: lists.every((list) => list.status === 'fulfilled' && list.value.whole),
    };
  } finally {
    await gateway.close();
  }
}

type Row = Readonly<Record<string, unknown>>;

async function items(gateway: ToolGateway, tool: ToolName, args: Row, signal: AbortSignal) {
  const { items: rows, truncated } = await readAllPages(gateway, tool, args, { signal, maxItems: MOST_NAMES });
  const isRow = (row: unknown): row is Row => typeof row === 'object' && row !== null;
  return { rows: rows.filter(isRow), whole: truncated === undefined };
}

function ofObject(item: Row): Target | undefined {
  const metadata = (item.metadata ?? {}) as Row;
  const kind =
    item.kind === 'Service'
      ? 'service'
      : item.kind === 'Node'
        ? 'node'
        : item.kind === 'Namespace'
          ? 'namespace'
          : undefined;
  return kind && named(kind, metadata.name, metadata.namespace);
}

function named(kind: Target['kind'], name: unknown, namespace?: unknown): Target | undefined {
  if (typeof name !== 'string' || name === '' || name.length > 253) return undefined;
  return { kind, name, ...(kind === 'service' && typeof namespace === 'string' && { namespace }) };
}
