import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { AwsError } from './aws-json.ts';

/**
 * What happens instead of an answer. Refused: as too many (`throttle`), as broken (`fail`), for credentials that are too
 * old (`expire`). Silent: no answer at all (`hang`), or one that begins and does not go on (`stall`). Wrong: the
 * connection is lost within the answer (`cut`), a 200 that is no answer (`garble`), or one with nothing in it (`hollow`).
 * Done, but the answer is lost on its way (`lose`).
 */
const FAULT_KINDS = ['throttle', 'fail', 'expire', 'hang', 'stall', 'cut', 'garble', 'hollow', 'lose'] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

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
  /** How many are still to come. */
  left(): number;
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
    left: () => waiting.reduce((sum, { count }) => sum + count, 0),
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
        if (!FAULT_KINDS.includes(kind) || !(count >= 1)) return reply.code(400).send();
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

/**
 * Does what a fault says in place of an answer. Refusals are thrown, in the words of the service: `throttle` and `fail`
 * are its own errors.
 */
export function misbehave(
  reply: FastifyReply,
  kind: FaultKind,
  refusals: { readonly throttle: AwsError; readonly fail: AwsError; readonly expire?: AwsError },
): FastifyReply {
  if (kind === 'throttle') throw refusals.throttle;
  if (kind === 'fail' || kind === 'hang') throw refusals.fail;
  if (kind === 'expire') {
    throw refusals.expire ?? new AwsError('ExpiredTokenException', 'The security token in the request is expired', 403);
  }
  return spoil(reply, kind);
}

/** Ends the connection instead of answering. */
export function lose(reply: FastifyReply): FastifyReply {
  reply.hijack();
  reply.raw.destroy();
  return reply;
}

/** Answers with 200 and something wrong, whatever the protocol. */
export function spoil(reply: FastifyReply, kind: 'stall' | 'cut' | 'garble' | 'hollow' | 'lose'): FastifyReply {
  if (kind === 'garble') return reply.code(200).header('content-type', 'application/json').send('<html>Welcome</html>');
  if (kind === 'hollow') return reply.code(200).header('content-type', 'application/json').send('{}');
  if (kind === 'lose') return lose(reply);
  reply.hijack();
  const { raw } = reply;
  raw.writeHead(200, { 'content-type': 'application/json', 'content-length': 4096 });
  raw.write('{"', () => {
    // Over HTTP/2 the answer is a stream of its connection.
    if (kind === 'cut') ((raw as { stream?: { destroy(): void } }).stream ?? raw).destroy();
  });
  return reply;
}
