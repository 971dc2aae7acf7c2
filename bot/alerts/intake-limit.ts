import { SreError } from '../domain/errors.ts';

/** Bodies that are taken at one time, in bytes: read, parsed and searched for secrets, one takes several times its size. */
const MOST_BYTES = 32 * 1024 * 1024;
const MOST_DELIVERIES = 64;
/** What a body counts for whose size is not said. */
const UNSAID_BYTES = 1024 * 1024;

export interface IntakeLimit {
  /**
   * To be asked before the body is read, with the size its sender says; returns how to leave again, once. Throws SreError
   * `unavailable` where there is no room. Where nothing is being taken one is let in however large it is.
   */
  enter(bytes: number | undefined): () => void;
}

/** Bounds what is taken in at one time: what is beyond is refused at once, and its sender sends it again. */
export function createIntakeLimit(most: { readonly bytes?: number; readonly deliveries?: number } = {}): IntakeLimit {
  const { bytes: mostBytes = MOST_BYTES, deliveries: mostDeliveries = MOST_DELIVERIES } = most;
  let bytesIn = 0;
  let deliveriesIn = 0;
  return {
    enter(said) {
      const bytes = said ?? UNSAID_BYTES;
      const isFull = deliveriesIn >= mostDeliveries || bytesIn + bytes > mostBytes;
      if (deliveriesIn > 0 && isFull) throw new SreError('unavailable', 'too many alerts are being taken just now');
      bytesIn += bytes;
      deliveriesIn += 1;
      let isIn = true;
      return () => {
        if (!isIn) return;
        isIn = false;
        bytesIn -= bytes;
        deliveriesIn -= 1;
      };
    },
  };
}
