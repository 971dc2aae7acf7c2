import type { Answer } from '../domain/answer.ts';
import type { InvestigationRequest, InvestigationStatus, ThreadRef } from '../domain/investigation.ts';

/** What is known of one investigation. */
export interface InvestigationRecord {
  readonly request: InvestigationRequest;
  readonly status: InvestigationStatus;
  /** Absent until the thread's first message is posted. */
  readonly threadTs?: string;
  /** Set when the status is `answered`. */
  readonly answer?: Answer;
  /** The wording shown when the status is `failed` or `stopped`. */
  readonly wording?: string;
  /** RFC 3339. */
  readonly startedAt: string;
  readonly endedAt?: string;
}

/**
 * Investigations by id and by thread. Every write may be repeated; the first end of an investigation stands. An end that
 * could not be `told` is kept all the same, and told later.
 */
export interface InvestigationStore {
  /** Adds the investigation as `running`; does nothing when it is known. */
  begin(request: InvestigationRequest): Promise<void>;
  /** Notes the thread it speaks in. */
  opened(id: string, threadTs: string): Promise<void>;
  /** Notes that it begins to look; returns how often it did, this time included. */
  examines(id: string): Promise<number>;
  answered(id: string, answer: Answer, told: boolean): Promise<void>;
  /** Another answer takes the place of the first, which was found with less to see. */
  revised(id: string, answer: Answer): Promise<void>;
  /** Ends it without an answer. */
  ended(id: string, status: 'failed' | 'stopped', wording: string, told: boolean): Promise<void>;
  /** Its end was told now. */
  told(id: string): Promise<void>;
  /**
   * Those whose end is to be told again now, at most `limit`, each for one caller. They come again after a growing pause
   * until `told`, for a week.
   */
  untold(limit: number): Promise<readonly InvestigationRecord[]>;
  /** Ids of those that run since `seconds` or longer, oldest first. */
  running(seconds: number, limit: number): Promise<readonly string[]>;
  /** Undefined when the id is unknown. */
  find(id: string): Promise<InvestigationRecord | undefined>;
  /** The investigations of one thread, newest first; empty when there is none. */
  inThread(thread: ThreadRef): Promise<readonly InvestigationRecord[]>;
}
