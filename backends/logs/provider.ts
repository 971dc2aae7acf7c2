import type { Coverage, SourceDescription } from '../../schemas/generated/logs.ts';
import type { TimeWindow } from '../common/time.ts';
import type { LogLevel } from './patterns/index.ts';

/** Options of every provider call. */
export interface CallOptions {
  readonly signal: AbortSignal;
  /** Told, in words, what is there beyond what is read because of a limit. */
  readonly onLeftOut?: ((what: string) => void) | undefined;
}

/** One log record; a stack trace is one record. */
export interface LogRecord {
  /** Epoch milliseconds; absent where the record carries no time. */
  readonly timestamp?: number | undefined;
  readonly service: string;
  readonly namespace?: string | undefined;
  readonly pod?: string | undefined;
  readonly container?: string | undefined;
  /** As written, or inferred. */
  readonly level: LogLevel;
  readonly text: string;
  readonly traceId?: string | undefined;
}

/** A service that has logs. */
export interface LogSource {
  readonly service: string;
  readonly namespace?: string | undefined;
  readonly pods: readonly string[];
  readonly files: number;
  readonly bytes: number;
}

/** Which records are wanted; an absent field is no restriction. */
export interface LogQuery {
  readonly service?: string | undefined;
  readonly namespace?: string | undefined;
  /** Records without a time of their own are in every window. */
  readonly window: TimeWindow;
}

/**
 * A source of logs. Records are streamed in batches, so that no call holds all of them; within one file or stream they
 * come in the order written. Failures are BackendErrors: `unavailable`, `timeout`, `bad-upstream`.
 */
export interface LogsProvider {
  /** The moment every window is relative to. */
  now(): Date;
  describe(options: CallOptions): Promise<SourceDescription>;
  /** How far the logs were read so far: what a scan could not read is in it once the scan has ended. */
  coverage(options: CallOptions): Promise<Coverage>;
  /** Services in name order; `present` is false when the source holds no logs at all. */
  sources(options: CallOptions): Promise<{ readonly present: boolean; readonly items: readonly LogSource[] }>;
  scan(query: LogQuery, options: CallOptions): AsyncIterable<readonly LogRecord[]>;
  /**
   * The latest records that `accepts` takes, newest first, at most `limit`; a provider may read from the end.
   */
  newest(
    query: LogQuery & { readonly limit: number; readonly accepts: (record: LogRecord) => boolean },
    options: CallOptions,
  ): Promise<readonly LogRecord[]>;
  /** The times of the first and last record, as far as can be told cheaply; absent where records carry no time. */
  extent(query: LogQuery, options: CallOptions): Promise<{ readonly start?: Date; readonly end?: Date }>;
}
