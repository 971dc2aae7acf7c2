import type { Logger } from 'pino';
import type { Clock } from '../ports/clock.ts';
import type { FeedbackLog } from '../ports/feedback-log.ts';
import type { Identity } from '../ports/identity.ts';
import type { InvestigationHistory } from '../ports/investigation-history.ts';
import type { InvestigationStore } from '../ports/investigation-store.ts';
import type { Investigations } from '../ports/investigations.ts';
import type { Lookups } from '../ports/lookups.ts';
import type { Memory } from '../ports/memory.ts';
import type { DeliveryLog } from '../ports/message-ledger.ts';
import type { People } from '../ports/people.ts';
import type { PreferenceStore } from '../ports/preferences.ts';
import type { Rulings } from '../ports/rulings.ts';
import type { ServiceDirectory } from '../ports/service-directory.ts';
import type { Duty } from './duty.ts';
import type { RateLimits } from './middleware/rate-limit.ts';
import type { Runs } from './runs/run.ts';

/** What the Slack handlers call. Everything here is a port: no AWS, no ranking, no database. */
export interface SlackDeps {
  readonly people: People;
  readonly identity: Identity;
  readonly investigations: Investigations;
  readonly store: Pick<InvestigationStore, 'find' | 'inThread'>;
  readonly directory: ServiceDirectory;
  readonly deliveries: DeliveryLog;
  readonly memory: Pick<Memory, 'learn' | 'forget'>;
  readonly lookups: Lookups;
  readonly history: InvestigationHistory;
  readonly rulings: Rulings;
  readonly preferences: PreferenceStore;
  readonly feedback: FeedbackLog;
  /** Commands that other parts of the bot answer, in place of or beside those of `runs/index.ts`. */
  readonly runs?: Runs;
  /** Alerts, pages, incidents and actions; absent where they are not set up. */
  readonly duty?: Duty;
  readonly clock: Clock;
  readonly log: Pick<Logger, 'info' | 'warn' | 'error'>;
  /** Absent means the default of `rate-limit.ts`. */
  readonly limits?: Partial<RateLimits>;
}
