import type { App, ReceiverEvent, webApi } from '@slack/bolt';
import type { Logger } from 'pino';
import { SreError } from '../../domain/errors.ts';
import type { DeliveryInbox, LeftDelivery } from '../../ports/delivery-inbox.ts';
import { isBeside } from './beside.ts';
import { asksByForm, type DeliveryForm, deliveryIdOf } from './delivery.ts';
import { createFirstClaim } from './first-claim.ts';
import { refuseDelivery, tellGivenUp } from './refusal.ts';

export interface IntakeOptions {
  readonly inbox: DeliveryInbox;
  /** This process among those that share the inbox. */
  readonly holder: string;
  readonly client: webApi.WebClient;
  readonly log: Pick<Logger, 'info' | 'warn' | 'error'>;
  /** Settles when what the handlers need is up: what comes before is recorded and waits. At once when absent. */
  readonly started?: Promise<void>;
  /** How long the record is waited for; 2.2 s when absent, as Slack waits for three seconds and the way back takes its time. */
  readonly recordWithinMs?: number;
}

export interface Intake {
  /** Lets the deliveries of an app pass through the intake, whichever receiver they come by. */
  guard(app: Pick<App, 'processEvent'>): void;
  /** Handles again what a process left, as the last app that was guarded does. Does not throw. */
  handleAgain(delivery: LeftDelivery): Promise<void>;
  /** Notes what became of deliveries that could not be noted when it did, because the database was away. Throws SreError. */
  noteEnds(): Promise<void>;
}

const RECORD_WITHIN_MS = 2_200;
/** Handlings that broke before it is said that nothing comes of it. */
const ATTEMPTS = 5;
const AGAIN_SECONDS = 5;

type Process = App['processEvent'];

/** A delivery that asks for something; `isIn` is called once it is taken or refused. */
interface Asked {
  readonly id: string;
  readonly form: DeliveryForm;
  readonly isIn: () => void;
}

/**
 * Acknowledged means recorded. A delivery by which a person asks for something is acknowledged once it stands in the
 * inbox, or with words that answer it; where it cannot be recorded in time it is refused in words, and its handler goes no
 * further. What only reports something is acknowledged when its handlers are through, so that Slack repeats it otherwise.
 */
export function createIntake(options: IntakeOptions): Intake {
  const { inbox, holder, log, recordWithinMs = RECORD_WITHIN_MS } = options;
  const firstClaim = createFirstClaim();
  /** What became of deliveries and could not be noted yet: a process that lives holds them, so nobody else takes them up. */
  const notNoted = new Map<string, () => Promise<void>>();
  /** Recorded and being handled in this process. */
  const underWay = new Set<string>();
  let handle: Process | undefined;

  async function noteEnd(id: string, end: () => Promise<void>): Promise<void> {
    notNoted.set(id, end);
    await end().then(
      () => forget(id, end),
      (error) => log.warn({ err: error }, 'what became of a delivery could not be noted yet'),
    );
  }

  function forget(id: string, end: () => Promise<void>): void {
    if (notNoted.get(id) === end) notNoted.delete(id);
  }

  const finish = (id: string) => noteEnd(id, () => inbox.done(id));
  const putOff = (id: string, seconds: number) => noteEnd(id, () => inbox.again(id, seconds));

  /**
   * Keeps it in time; false when it was kept before. What is kept too late, or whose keeping may have come to pass though
   * its answer was lost, is withdrawn, as its refusal was said; an event stays, for nobody was told, and Slack's repetition
   * of it finds it known.
   */
  async function record(
    id: string,
    form: DeliveryForm,
    body: ReceiverEvent['body'],
    arrived: number,
  ): Promise<boolean> {
    const late = Promise.withResolvers<never>();
    const timer = setTimeout(
      () => late.reject(new SreError('timeout', 'a delivery could not be recorded in time')),
      arrived + recordWithinMs - performance.now(),
    );
    const { token: _, ...kept } = body;
    const putting = inbox.put({ id, body: kept }, holder);
    try {
      return await Promise.race([putting, late.promise]);
    } catch (error) {
      putting
        .catch(() => !underWay.has(id))
        .then((mine) => {
          if (mine) return form === 'event' ? putOff(id, AGAIN_SECONDS) : finish(id);
        });
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  async function passReport(inner: Process, event: ReceiverEvent): Promise<void> {
    if (event.body.event === undefined) return inner(event);
    await inner({ ...event, ack: async () => undefined });
    await event.ack();
  }

  async function take(inner: Process, event: ReceiverEvent): Promise<void> {
    const form = asksByForm(event.body);
    const id = deliveryIdOf(event.body);
    if (form === undefined || id === undefined) return passReport(inner, event);
    const isIn = firstClaim.arrive();
    try {
      await handleAsked(inner, event, { id, form, isIn });
    } finally {
      isIn();
    }
  }

  async function handleAsked(inner: Process, event: ReceiverEvent, { id, form, isIn }: Asked): Promise<void> {
    const arrived = performance.now();
    // A handler that may not go on is left standing at its acknowledgement.
    const halted = Promise.withResolvers<void>();
    const halt = (why?: unknown): Promise<never> => {
      if (why === undefined) halted.resolve();
      else halted.reject(why);
      return new Promise(() => undefined);
    };
    let recorded = false;
    const ack: ReceiverEvent['ack'] = async (words) => {
      if (recorded) return;
      if (words !== undefined && words !== '' && !isBeside(words)) {
        await event.ack(words);
        return isIn();
      }
      let mine: boolean;
      try {
        mine = await record(id, form, event.body, arrived);
      } catch (error) {
        log.error({ err: error, form }, 'a delivery could not be recorded');
        isIn();
        const refused = await refuseDelivery(options.client, form, event).catch((again: unknown) => again);
        return halt(refused);
      }
      recorded = mine;
      if (mine) underWay.add(id);
      await event.ack(mine && isBeside(words) ? (words() as typeof words) : undefined);
      isIn();
      if (!mine) return halt();
      await options.started;
      await firstClaim.turn();
    };
    const customProperties = { ...event.customProperties, recorded: true };
    const handled = inner({ ...event, ack, customProperties });
    try {
      await Promise.race([handled, halted.promise]);
      if (recorded) await finish(id);
    } catch (error) {
      if (!recorded) throw error;
      log.error({ err: error, form }, 'a delivery could not be handled; it is tried again');
      await putOff(id, AGAIN_SECONDS);
    } finally {
      if (recorded) underWay.delete(id);
    }
  }

  return {
    guard(app) {
      const inner = app.processEvent.bind(app);
      handle = inner;
      app.processEvent = (event) => take(inner, event);
    },
    async handleAgain({ id, body, attempts }) {
      try {
        if (attempts > ATTEMPTS) {
          log.error({ attempts }, 'a delivery was given up');
          await tellGivenUp(options.client, body);
        } else {
          log.info({ attempts }, 'a delivery is handled again');
          const event = { body, ack: async () => undefined, retryNum: attempts, customProperties: { recorded: true } };
          await handle?.(event as ReceiverEvent);
        }
      } catch (error) {
        log.error({ err: error, attempts }, 'a delivery could not be handled again');
        if (attempts <= ATTEMPTS) return putOff(id, AGAIN_SECONDS * attempts);
      }
      await finish(id);
    },
    async noteEnds() {
      for (const [id, end] of notNoted) {
        await end();
        forget(id, end);
      }
    },
  };
}
