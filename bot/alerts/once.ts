import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { SreError } from '../domain/errors.ts';
import type { DeliveryClaims } from '../ports/delivery-claims.ts';

/** A process that dies while it takes alerts is followed by the sender's next attempt. */
const CLAIM_SECONDS = 20;
const ASK_AGAIN_MS = 100;
const WAIT_MS = 3_000;

/**
 * Does `work` once for each delivery over all processes; undefined when it was done. What fails may come again. Throws
 * SreError `unavailable` while another process is at it for long: the sender tries again.
 */
export async function handledOnce<T>(
  claims: DeliveryClaims,
  delivery: { readonly id: string; readonly keptSeconds: number },
  work: () => Promise<T>,
): Promise<T | undefined> {
  const holder = randomUUID();
  for (let waited = 0; ; waited += ASK_AGAIN_MS) {
    const claim = await claims.claim(delivery.id, holder, CLAIM_SECONDS);
    if (claim === 'handled') return undefined;
    if (claim === 'mine') break;
    if (waited >= WAIT_MS) throw new SreError('unavailable', 'this delivery is being taken just now');
    await delay(ASK_AGAIN_MS);
  }
  try {
    const done = await work();
    await claims.handled(delivery.id, holder, delivery.keptSeconds);
    return done;
  } catch (error) {
    await claims.release(delivery.id, holder).catch(() => undefined);
    throw error;
  }
}
