import type { Answer, SourceName } from '../domain/answer.ts';
import type { Finding } from '../domain/finding.ts';
import type { InvestigationRequest } from '../domain/investigation.ts';
import type { MemoryRecord } from './memory.ts';

/** The state of one source while an investigation runs. */
export interface SourceProgress {
  readonly source: 'kubernetes' | 'logs' | 'metrics' | 'runbooks';
  readonly state: 'waiting' | 'reading' | 'done' | 'unknown';
  /** What was read, or why it could not be: one short sentence. */
  readonly note: string;
  readonly durationMs?: number;
}

/** What a later look at sources that were away brought. */
export type News =
  | { readonly kind: 'changed' | 'unchanged'; readonly back: readonly SourceName[]; readonly answer: Answer }
  | { readonly kind: 'stayed-away'; readonly away: readonly SourceName[] };

/**
 * Tells people how an investigation goes. Every call is idempotent by (investigation, kind, key): repeating it after
 * a crash posts nothing twice.
 */
export interface Notifier {
  /** Opens the thread if need be and returns its timestamp. */
  open(request: InvestigationRequest): Promise<{ threadTs: string }>;
  progress(request: InvestigationRequest, threadTs: string, sources: readonly SourceProgress[]): Promise<void>;
  findings(request: InvestigationRequest, threadTs: string, key: string, findings: readonly Finding[]): Promise<void>;
  answer(
    request: InvestigationRequest,
    threadTs: string,
    answer: Answer,
    remembered: readonly MemoryRecord[],
  ): Promise<void>;
  /** Says once that it takes longer than usual and goes on. */
  delayed(request: InvestigationRequest, threadTs: string): Promise<void>;
  /** What came of looking again, once for each kind. */
  again(request: InvestigationRequest, threadTs: string, news: News): Promise<void>;
  /** A visible end for what could not be finished. `wording` is for a person; `how` defaults to `failed`. */
  fail(
    request: InvestigationRequest,
    threadTs: string | undefined,
    wording: string,
    how?: 'failed' | 'stopped',
  ): Promise<void>;
}
