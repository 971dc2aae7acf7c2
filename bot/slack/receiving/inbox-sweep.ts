import type { Logger } from 'pino';
import type { DeliveryInbox } from '../../ports/delivery-inbox.ts';
import type { Instances } from '../../ports/instances.ts';
import { type Repeated, repeatedly } from '../../server/repeatedly.ts';
import type { Intake } from './intake.ts';

export interface InboxSweepOptions {
  readonly inbox: DeliveryInbox;
  readonly instances: Instances;
  readonly intake: Pick<Intake, 'handleAgain' | 'noteEnds'>;
  readonly log: Pick<Logger, 'warn'>;
  /** How often it is looked; 3 s when absent. */
  readonly everyMs?: number;
}

const EVERY_MS = 3_000;
/** Left deliveries that are handled at a time: what comes in fresh has the first claim. */
const AT_ONCE = 4;

/** Goes on with the deliveries that processes which are gone had accepted, and with those whose handling broke. */
export function createInboxSweep(options: InboxSweepOptions): Repeated {
  const { inbox, instances, intake, log, everyMs = EVERY_MS } = options;
  let handling = 0;

  async function sweep(): Promise<void> {
    await intake.noteEnds();
    const room = AT_ONCE - handling;
    if (room <= 0) return;
    const gone = await instances.gone(await inbox.holders(instances.id));
    for (const delivery of await inbox.take(instances.id, gone, room)) {
      handling += 1;
      void intake.handleAgain(delivery).finally(() => {
        handling -= 1;
      });
    }
  }

  return repeatedly(everyMs, sweep, (error) => log.warn({ err: error }, 'left deliveries were not looked for'));
}
