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

/** Investigations by id and by thread. Every write may be repeated; the first end of an investigation stands. */
export interface InvestigationStore {
  /** Adds the investigation as `running`; does nothing when it is known. */
  begin(request: InvestigationRequest): Promise<void>;
  /** Notes the thread it speaks in. */
  opened(id: string, threadTs: string): Promise<void>;
  answered(id: string, answer: Answer): Promise<void>;
  /** Ends it without an answer. */
  ended(id: string, status: 'failed' | 'stopped', wording: string): Promise<void>;
  /** Undefined when the id is unknown. */
  find(id: string): Promise<InvestigationRecord | undefined>;
  /** The investigations of one thread, newest first; empty when there is none. */
  inThread(thread: ThreadRef): Promise<readonly InvestigationRecord[]>;
}
