import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';

/** What happens instead of an answer: refused as too many, refused as broken, or no answer at all. */
export type FaultKind = 'throttle' | 'fail' | 'hang';

/** A fault for the next `count` calls of `operation`, or of any operation when absent. */
export interface Fault {
  readonly kind: FaultKind;
  readonly operation?: string;
  readonly count: number;
}

/** Faults to come, for tests: put in by `add` or over HTTP, consumed one by one as calls arrive. */
export interface Faults {
  add(fault: Fault): void;
  clear(): void;
  /** Consumes the first fault that fits; a `hang` keeps the caller waiting until the server closes. */
  take(operation: string): Promise<FaultKind | undefined>;
  /** Serves `POST /_faults` (a Fault as JSON) and `DELETE /_faults`. */
  register(app: FastifyInstance): void;
}

const HANG_MS = 10 * 60 * 1000;

export function createFaults(): Faults {
  let waiting: { kind: FaultKind; operation?: string; count: number }[] = [];
  const closing = new AbortController();
  const faults: Faults = {
    add: (fault) => {
      waiting.push({ ...fault });
    },
    clear: () => {
      waiting = [];
    },
    take: async (operation) => {
      const fault = waiting.find((one) => one.operation === undefined || one.operation === operation);
      if (!fault) return undefined;
      fault.count -= 1;
      if (fault.count <= 0) waiting = waiting.filter((one) => one !== fault);
      if (fault.kind === 'hang') await sleep(HANG_MS, undefined, { ref: false, signal: closing.signal }).catch(() => 0);
      return fault.kind;
    },
    register: (app) => {
      app.post<{ Body: Fault }>('/_faults', async (request, reply) => {
        const { kind, operation, count } = request.body;
        if (!['throttle', 'fail', 'hang'].includes(kind) || !(count >= 1)) return reply.code(400).send();
        faults.add({ kind, count, ...(operation === undefined ? {} : { operation }) });
        return reply.code(204).send();
      });
      app.delete('/_faults', async (_request, reply) => {
        faults.clear();
        return reply.code(204).send();
      });
      app.addHook('preClose', async () => closing.abort());
    },
  };
  return faults;
}
