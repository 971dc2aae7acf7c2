import type { Logger } from 'pino';
import type { Actor } from '../domain/actor.ts';
import type { Clock } from '../ports/clock.ts';
import type { ToolGatewayFactory } from '../ports/tool-gateway.ts';
import type { Topology } from './group-alerts.ts';
import { readTopology } from './still-firing.ts';

const FRESH_MS = 60_000;
const PATIENCE_MS = 1_000;

/**
 * Who calls whom, read again at most once a minute. In a storm the metrics may be slow themselves: alerts wait for them
 * for a second at most, and are then grouped by what was known before.
 */
export function createTopologyReader(deps: {
  readonly gateways: ToolGatewayFactory;
  readonly systemActor: () => Promise<Actor>;
  readonly clock: Clock;
  readonly log: Pick<Logger, 'warn'>;
  readonly topologyPatienceMs?: number;
}): () => Promise<Topology> {
  let known: Topology = {};
  let readAt = Number.NEGATIVE_INFINITY;
  let reading: Promise<void> | undefined;

  async function read(): Promise<void> {
    readAt = deps.clock.now().getTime();
    try {
      const gateway = deps.gateways.connect(await deps.systemActor());
      known = await readTopology(gateway).finally(() => gateway.close());
    } catch (error) {
      deps.log.warn({ err: error }, 'topology not read for grouping');
    }
  }

  return async () => {
    if (deps.clock.now().getTime() - readAt < FRESH_MS && reading === undefined) return known;
    reading ??= read().finally(() => {
      reading = undefined;
    });
    const late = Promise.withResolvers<void>();
    const timer = setTimeout(late.resolve, deps.topologyPatienceMs ?? PATIENCE_MS);
    await Promise.race([reading, late.promise]).finally(() => clearTimeout(timer));
    return known;
  };
}
