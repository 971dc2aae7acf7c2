import type { Logger } from 'pino';
import type { Clock } from '../ports/clock.ts';
import type { Identity } from '../ports/identity.ts';
import type { InvestigationStore } from '../ports/investigation-store.ts';
import type { Investigations } from '../ports/investigations.ts';
import type { Memory } from '../ports/memory.ts';
import type { DeliveryLog } from '../ports/message-ledger.ts';
import type { People } from '../ports/people.ts';
import type { ServiceDirectory } from '../ports/service-directory.ts';
import type { RateLimits } from './middleware/rate-limit.ts';

/** What the Slack handlers call. Everything here is a port: no AWS, no ranking, no database. */
export interface SlackDeps {
  readonly people: People;
  readonly identity: Identity;
  readonly investigations: Investigations;
  readonly store: Pick<InvestigationStore, 'find' | 'inThread'>;
  readonly directory: ServiceDirectory;
  readonly deliveries: DeliveryLog;
  readonly memory: Pick<Memory, 'learn'>;
  readonly clock: Clock;
  readonly log: Pick<Logger, 'info' | 'warn' | 'error'>;
  /** Absent means the default of `rate-limit.ts`. */
  readonly limits?: Partial<RateLimits>;
}
