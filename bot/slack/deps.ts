import type { webApi } from '@slack/bolt';
import type { Logger } from 'pino';
import type { Forgetting } from '../audit/forgetting.ts';
import type { Actor } from '../domain/actor.ts';
import type { KeptDocument } from '../domain/document.ts';
import type { Audit } from '../ports/audit.ts';
import type { Clock } from '../ports/clock.ts';
import type { DeliveryClaims } from '../ports/delivery-claims.ts';
import type { FeedbackLog } from '../ports/feedback-log.ts';
import type { Identity } from '../ports/identity.ts';
import type { InvestigationHistory } from '../ports/investigation-history.ts';
import type { InvestigationRecord, InvestigationStore } from '../ports/investigation-store.ts';
import type { Investigations } from '../ports/investigations.ts';
import type { Line } from '../ports/line.ts';
import type { Login } from '../ports/login.ts';
import type { Lookups } from '../ports/lookups.ts';
import type { Memory } from '../ports/memory.ts';
import type { DeliveryLog } from '../ports/message-ledger.ts';
import type { People } from '../ports/people.ts';
import type { PreferenceStore } from '../ports/preferences.ts';
import type { Questions } from '../ports/questions.ts';
import type { RecordStore } from '../ports/record-store.ts';
import type { Redaction } from '../ports/redaction.ts';
import type { ReportShelf } from '../ports/report-shelf.ts';
import type { Rulings } from '../ports/rulings.ts';
import type { ServiceDirectory } from '../ports/service-directory.ts';
import type { SharedAsks } from '../ports/sharing.ts';
import type { Duty } from './duty.ts';
import type { RateLimits } from './middleware/rate-limit.ts';
import type { Asker } from './request.ts';
import type { Poster } from './transport/poster.ts';
import type { SlackMessage } from './views/message.ts';

/** What the Slack handlers call. Everything here is a port: no AWS, no ranking, no database. */
export interface SlackDeps {
  readonly people: People;
  readonly identity: Identity;
  readonly investigations: Investigations;
  /** Questions about answers, for the language model; absent without one. */
  readonly questions?: Questions;
  readonly store: Pick<InvestigationStore, 'find' | 'inThread'>;
  /** Where an investigation that comes now would stand; absent: nobody is told beforehand. */
  readonly line?: Pick<Line, 'before' | 'coming'>;
  readonly directory: ServiceDirectory;
  readonly deliveries: DeliveryLog;
  /** Posts what must not stand twice, however often its delivery is handled. */
  readonly poster: Pick<Poster, 'once'>;
  /** Over all processes; without them this process handles each delivery once. */
  readonly claims?: DeliveryClaims;
  /** Over all processes; without it the limits are this process's. */
  readonly asks?: SharedAsks;
  /** How long an acknowledgement waits for these two; 300 ms when absent. */
  readonly patienceMs?: number;
  /** How long a press or a form waits to learn who somebody is; 2 s when absent, for its trigger lives three. */
  readonly personWithinMs?: number;
  readonly memory: Pick<Memory, 'learn'>;
  readonly lookups: Lookups;
  readonly history: InvestigationHistory;
  readonly rulings: Rulings;
  readonly preferences: PreferenceStore;
  /** Who asked, pressed, opened or was refused what. */
  readonly audit: Audit;
  readonly feedback: FeedbackLog;
  readonly forgetting: Forgetting;
  /** Signing in by oneself; absent where the workspace's word is enough. */
  readonly login?: Pick<Login, 'begin' | 'end'>;
  /** What was written of threads and channels, and where copies of it lie. */
  readonly documents: {
    readonly store: RecordStore<KeptDocument>;
    readonly redaction: Redaction;
    /** Absent: nothing is kept beyond Slack. */
    readonly shelf?: Pick<ReportShelf, 'keep' | 'find'>;
  };
  /** Alerts, pages, incidents and actions; absent where they are not set up. */
  readonly duty?: Duty;
  readonly clock: Clock;
  readonly log: Pick<Logger, 'info' | 'warn' | 'error'>;
  /** Absent means the default of `rate-limit.ts`. */
  readonly limits?: Partial<RateLimits>;
}

/** One command or follow-up being answered. */
export interface RunContext {
  readonly deps: SlackDeps;
  readonly client: webApi.WebClient;
  readonly asker: Asker;
  readonly actor: Actor;
  /** What stood after the command. */
  readonly words: readonly string[];
  /** The newest investigation of the thread; absent outside of threads. */
  readonly thread?: InvestigationRecord;
  /** For opening a modal within three seconds; absent for a mention. */
  readonly triggerId?: string;
  /**
   * Answers where it was asked: a command's asker alone, a mention in its thread. `plainer` is sent where Slack does
   * not take the first.
   */
  answer(message: SlackMessage, plainer?: SlackMessage): Promise<void>;
  /** Answers the asker alone. */
  whisper(message: SlackMessage): Promise<void>;
}

/** Does what a command asks for. Throws SreError. */
export type Run = (context: RunContext) => Promise<void>;
