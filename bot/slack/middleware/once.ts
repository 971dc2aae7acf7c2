import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { AnyMiddlewareArgs, Middleware } from '@slack/bolt';
import { SreError } from '../../domain/errors.ts';
import type { Claim, DeliveryClaims } from '../../ports/delivery-claims.ts';
import { deliveryIdOf } from '../receiving/delivery.ts';
import type { Patience } from '../transport/patience.ts';

export interface OnceOptions {
  /** Over all processes; without them each process counts for itself. */
  readonly claims?: DeliveryClaims;
  /** How long the claims are waited for; without it for ever. */
  readonly patience?: Patience;
  /** How long a repeated event waits for the end of the first; 2.5 s when absent, for Slack waits for three. */
  readonly waitMs?: number;
}

const WAIT_MS = 2_500;
const ENDLESS: Patience = { ask: (work) => work() };
const ASK_AGAIN_MS = 200;
/** A process that dies is followed by Slack's next delivery after a minute. */
const CLAIM_SECONDS = 55;
/** Slack repeats for an hour at most. */
const KEPT_SECONDS = 86_400;
const MOST_REMEMBERED = 5_000;

/**
 * Lets each delivery through once, whatever its type, however often Slack sends it and to whichever process. One whose
 * handlers failed may come again. A repeated event is answered when the first one is through, so that nothing is lost
 * when the process that handles it dies. While the claims are slow, this process counts for itself.
 */
export function onceEach(options: OnceOptions): Middleware<AnyMiddlewareArgs> {
  const { claims, waitMs = WAIT_MS, patience = ENDLESS } = options;
  const here = new Map<string, 'taken' | 'handled'>();

  async function claim(id: string, holder: string): Promise<Claim> {
    const known = here.get(id);
    if (known !== undefined) return known;
    here.set(id, 'taken');
    for (const old of here.keys()) if (here.size > MOST_REMEMBERED) here.delete(old);
    const got = claims && (await patience.ask(() => claims.claim(id, holder, CLAIM_SECONDS)));
    if (got === 'taken') here.delete(id);
    if (got === 'handled') here.set(id, 'handled');
    return got ?? 'mine';
  }

  /** Claims a repeated event once the first is through or its process is gone. */
  async function claimInTime(id: string, holder: string, isEvent: boolean): Promise<Claim> {
    for (let waited = 0; ; waited += ASK_AGAIN_MS) {
      const got = await claim(id, holder);
      if (got !== 'taken' || !isEvent || waited >= waitMs) return got;
      await delay(ASK_AGAIN_MS);
    }
  }

  return async (args) => {
    // What stands in the inbox is handled by one process already.
    if (args.context.recorded === true) return args.next();
    const id = deliveryIdOf(args.body as unknown as Record<string, unknown>);
    if (id === undefined) return args.next();
    const isEvent = 'event' in args && args.event !== undefined;
    const holder = randomUUID();
    const got = await claimInTime(id, holder, isEvent);
    if (got === 'mine') {
      try {
        await args.next();
      } catch (error) {
        here.delete(id);
        await patience.ask(async () => claims?.release(id, holder));
        throw error;
      }
      here.set(id, 'handled');
      await patience.ask(async () => claims?.handled(id, holder, KEPT_SECONDS));
      return;
    }
    if (!isEvent && 'ack' in args) return (args.ack as () => Promise<void>)();
    // Not answered, so that Slack asks again: the one who handles it may die before the end.
    if (got === 'taken') throw new SreError('unavailable', 'this event is being handled just now');
  };
}
