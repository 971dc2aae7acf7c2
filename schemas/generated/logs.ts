/** Generated from schemas/logs.yaml by `npm run generate`; do not edit. */

/**
 * Parameters and response of each operation, by operationId.
 */
export interface Operations {
  search_logs: {
    parameters: SearchLogsParameters;
    response: LogEntryList;
  };
  get_error_logs: {
    parameters: GetErrorLogsParameters;
    response: LogEntryList;
  };
  analyze_log_patterns: {
    parameters: AnalyzeLogPatternsParameters;
    response: PatternList;
  };
  get_recent_logs: {
    parameters: GetRecentLogsParameters;
    response: LogEntryList;
  };
  count_log_events: {
    parameters: CountLogEventsParameters;
    response: LogCount;
  };
  summarize_logs: {
    parameters: SummarizeLogsParameters;
    response: ServiceLogsList;
  };
  list_log_services: {
    parameters: ListLogServicesParameters;
    response: LogServiceList;
  };
  describe_source: {
    parameters: DescribeSourceParameters;
    response: SourceDescription;
  };
}
/**
 * What a handler of search_logs receives: validated, with defaults applied.
 */
export interface SearchLogsParameters {
  /**
   * Regular expression in RE2 syntax. Plain words work as they are.
   */
  pattern: string;
  /**
   * Start of the window: RFC 3339, unix seconds, or a duration before now such as 2h. Absent means one hour before the end.
   */
  start_time?: string;
  /**
   * End of the window, written like start_time. Absent means the source's now.
   */
  end_time?: string;
  /**
   * Keep only entries of this level; levels are inferred from the text where a line states none.
   */
  log_level?: 'debug' | 'info' | 'warn' | 'error' | 'fatal';
  /**
   * Service name, exactly as list_log_services or a pod's owner shows it. Absent means all services.
   */
  service?: string;
  /**
   * Kubernetes namespace, exactly. Absent means all namespaces of the source.
   */
  namespace?: string;
  /**
   * At most this many entries; `truncated` says when more exist.
   */
  limit: number;
  /**
   * Continues a list: the nextCursor of the page before, with the other parameters unchanged.
   */
  cursor?: string;
}
/**
 * Entries, newest first.
 */
export interface LogEntryList {
  /**
   * The source's now.
   */
  asOf: string;
  searched: Searched;
  items: LogEntry[];
  /**
   * How many match in all, also beyond this page.
   */
  total: number;
  /**
   * True when more match than are returned.
   */
  truncated: boolean;
  /**
   * Pass as cursor to read the next page; absent on the last page.
   */
  nextCursor?: string;
}
/**
 * What was searched, so that an empty answer can be read: the words, the window, and whether the source has this kind of signal at all.
 */
export interface Searched {
  /**
   * What was searched, in words, with the filters applied.
   */
  what: string;
  /**
   * False when the source holds no such signal at all: the empty answer then means unknown, not healthy.
   */
  present: boolean;
  /**
   * Start of the window searched; absent when no window applies.
   */
  start?: string;
  /**
   * End of the window searched.
   */
  end?: string;
  /**
   * What matches and was not read because of a limit, in words; absent when all was read.
   */
  leftOut?: string;
  coverage?: Coverage;
}
/**
 * What of the source was read and what was not: an object that is not listed is absent only where its kind was seen. In an answer: of the kinds and namespaces that it is about.
 */
export interface Coverage {
  /**
   * A kind that is in none of them was not read.
   */
  readings: CoverageReading[];
  /**
   * Files and parts of files that were not understood, in name order; the first ones where there are many.
   */
  notUnderstood: NotUnderstood[];
  /**
   * How many there are in all, where not all are listed.
   */
  notUnderstoodTotal?: number;
}
/**
 * How far one kind was read, in all of the source or in some namespaces.
 */
export interface CoverageReading {
  /**
   * The kind of object as Kubernetes writes it, such as Pod or Event, or another signal: changes, logs, metrics, topology, alerts, traces, runbooks.
   */
  kind: string;
  /**
   * The namespaces this is about; absent means all of the source, and kinds that have no namespace.
   */
  namespaces?: string[];
  /**
   * seen: read to the end, also when there is none. truncated: there are more, or there may be. forbidden: the rights do not reach there. unread: it failed, or its file is damaged. not-served: the server does not know the kind, so there is none.
   */
  state: 'seen' | 'truncated' | 'forbidden' | 'unread' | 'not-served';
  /**
   * How many were read.
   */
  items?: number;
  /**
   * What is missing and why, in words; absent when all was seen.
   */
  reason?: string;
}
/**
 * A file, or a part of one, that could not be read as what it should be.
 */
export interface NotUnderstood {
  /**
   * Its path in the snapshot.
   */
  file: string;
  /**
   * Where; absent when it is about the whole file.
   */
  line?: number;
  /**
   * Why, in words.
   */
  reason: string;
}
/**
 * One log entry; a stack trace is one entry.
 */
export interface LogEntry {
  /**
   * When; absent where the line carries no time.
   */
  timestamp?: string;
  /**
   * Service.
   */
  service: string;
  /**
   * Namespace, where known.
   */
  namespace?: string;
  /**
   * Pod, where known.
   */
  pod?: string;
  /**
   * Container, where known.
   */
  container?: string;
  /**
   * Level, inferred where the line states none.
   */
  level: 'debug' | 'info' | 'warn' | 'error' | 'fatal';
  /**
   * Text, cut at 8,000 characters.
   */
  message: string;
  /**
   * Trace id, where the entry carries one.
   */
  traceId?: string;
}
/**
 * What a handler of get_error_logs receives: validated, with defaults applied.
 */
export interface GetErrorLogsParameters {
  /**
   * How far back to look from the source's now: a duration such as 15m, 1h, 6h, 24h or 7d, or an RFC 3339 time.
   */
  since: string;
  /**
   * Service name, exactly as list_log_services or a pod's owner shows it. Absent means all services.
   */
  service?: string;
  /**
   * Kubernetes namespace, exactly. Absent means all namespaces of the source.
   */
  namespace?: string;
  /**
   * At most this many entries; `truncated` says when more exist.
   */
  limit: number;
  /**
   * Continues a list: the nextCursor of the page before, with the other parameters unchanged.
   */
  cursor?: string;
}
/**
 * What a handler of analyze_log_patterns receives: validated, with defaults applied.
 */
export interface AnalyzeLogPatternsParameters {
  /**
   * Length of the window that ends at the source's now.
   */
  time_window: '1h' | '6h' | '24h' | '7d';
  /**
   * Leave out templates that occur fewer times than this.
   */
  min_occurrences: number;
  /**
   * Service name, exactly as list_log_services or a pod's owner shows it. Absent means all services.
   */
  service?: string;
  /**
   * At most this many patterns; `truncated` says when more exist.
   */
  limit: number;
}
/**
 * Templates, most frequent first.
 */
export interface PatternList {
  /**
   * The source's now.
   */
  asOf: string;
  searched: Searched;
  items: ServicePattern[];
  /**
   * How many match in all, also beyond this page.
   */
  total: number;
  /**
   * True when more match than are returned.
   */
  truncated: boolean;
  /**
   * Pass as cursor to read the next page; absent on the last page.
   */
  nextCursor?: string;
}
/**
 * A template of one service.
 */
export interface ServicePattern {
  /**
   * Service.
   */
  service: string;
  /**
   * The template; variable parts are <*>.
   */
  template: string;
  /**
   * Entries in the window.
   */
  count: number;
  /**
   * The level most of them have.
   */
  level: 'debug' | 'info' | 'warn' | 'error' | 'fatal';
  /**
   * First entry.
   */
  firstSeen?: string;
  /**
   * Last entry.
   */
  lastSeen?: string;
  /**
   * A whole entry.
   */
  sample?: string;
}
/**
 * What a handler of get_recent_logs receives: validated, with defaults applied.
 */
export interface GetRecentLogsParameters {
  /**
   * At most this many entries; `truncated` says when more exist.
   */
  limit: number;
  /**
   * Service name, exactly as list_log_services or a pod's owner shows it. Absent means all services.
   */
  service?: string;
  /**
   * Kubernetes namespace, exactly. Absent means all namespaces of the source.
   */
  namespace?: string;
  /**
   * Keep only entries of this level; levels are inferred from the text where a line states none.
   */
  log_level?: 'debug' | 'info' | 'warn' | 'error' | 'fatal';
}
/**
 * What a handler of count_log_events receives: validated, with defaults applied.
 */
export interface CountLogEventsParameters {
  /**
   * A level name counts entries of that level; anything else is a regular expression (RE2, case-insensitive) counted over the text.
   */
  event_type: string;
  /**
   * Length of the window that ends at the source's now.
   */
  time_window: '1h' | '6h' | '24h' | '7d';
  /**
   * How the counts are grouped.
   */
  group_by: 'service' | 'level' | 'hour';
  /**
   * Service name, exactly as list_log_services or a pod's owner shows it. Absent means all services.
   */
  service?: string;
}
/**
 * Counts.
 */
export interface LogCount {
  /**
   * The source's now.
   */
  asOf: string;
  searched: Searched;
  /**
   * Entries that match.
   */
  total: number;
  /**
   * Entries looked at in the window.
   */
  examined: number;
  /**
   * Groups, largest first; hours in order of time.
   */
  groups: LogGroup[];
}
/**
 * One group.
 */
export interface LogGroup {
  /**
   * Service, level, or the hour's start in RFC 3339; unknown where entries carry no time.
   */
  key: string;
  /**
   * Entries.
   */
  count: number;
}
/**
 * What a handler of summarize_logs receives: validated, with defaults applied.
 */
export interface SummarizeLogsParameters {
  /**
   * How far back to look from the source's now: a duration such as 15m, 1h, 6h, 24h or 7d, or an RFC 3339 time. Absent means everything the source holds.
   */
  since?: string;
  /**
   * Service name, exactly as list_log_services or a pod's owner shows it. Absent means all services.
   */
  service?: string;
  /**
   * Kubernetes namespace, exactly. Absent means all namespaces of the source.
   */
  namespace?: string;
  /**
   * At most this many services; `truncated` says when more exist.
   */
  limit: number;
}
/**
 * What each service logged.
 */
export interface ServiceLogsList {
  /**
   * The source's now.
   */
  asOf: string;
  searched: Searched;
  items: ServiceLogs[];
  /**
   * How many match in all, also beyond this page.
   */
  total: number;
  /**
   * True when more match than are returned.
   */
  truncated: boolean;
  /**
   * Pass as cursor to read the next page; absent on the last page.
   */
  nextCursor?: string;
}
/**
 * What one service logged.
 */
export interface ServiceLogs {
  /**
   * Service.
   */
  service: string;
  /**
   * Namespace, where known.
   */
  namespace?: string;
  /**
   * Entries in the window.
   */
  lines: number;
  /**
   * First entry.
   */
  firstSeen?: string;
  /**
   * Last entry.
   */
  lastSeen?: string;
  /**
   * Entries per level.
   */
  levels: {
    /**
     * debug
     */
    debug?: number;
    /**
     * info
     */
    info?: number;
    /**
     * warn
     */
    warn?: number;
    /**
     * error
     */
    error?: number;
    /**
     * fatal
     */
    fatal?: number;
  };
  /**
   * Templates, most telling first.
   */
  patterns: LogPattern[];
}
/**
 * Lines of one service that share a template.
 */
export interface LogPattern {
  /**
   * The template; variable parts are <*>.
   */
  template: string;
  /**
   * Entries in the window.
   */
  count: number;
  /**
   * The level most of them have.
   */
  level: 'debug' | 'info' | 'warn' | 'error' | 'fatal';
  /**
   * First entry in the window; absent where lines carry no time.
   */
  firstSeen?: string;
  /**
   * Last entry in the window.
   */
  lastSeen?: string;
  /**
   * Entries per equal slice of the window, oldest first; absent where lines carry no time.
   */
  buckets?: number[];
  /**
   * Up to three whole entries.
   */
  samples: LogSample[];
}
/**
 * A whole entry.
 */
export interface LogSample {
  /**
   * When.
   */
  timestamp?: string;
  /**
   * Text, cut at 2,000 characters.
   */
  text: string;
  /**
   * Trace id.
   */
  traceId?: string;
}
/**
 * What a handler of list_log_services receives: validated, with defaults applied.
 */
export interface ListLogServicesParameters {}
/**
 * Services with logs.
 */
export interface LogServiceList {
  /**
   * The source's now.
   */
  asOf: string;
  searched: Searched;
  items: LogService[];
  /**
   * How many match in all, also beyond this page.
   */
  total: number;
  /**
   * True when more match than are returned.
   */
  truncated: boolean;
  /**
   * Pass as cursor to read the next page; absent on the last page.
   */
  nextCursor?: string;
}
/**
 * A service that has logs.
 */
export interface LogService {
  /**
   * Service.
   */
  service: string;
  /**
   * Namespace, where known.
   */
  namespace?: string;
  pods: string[];
  /**
   * Files its logs are in.
   */
  files: number;
  /**
   * Size of those files.
   */
  bytes: number;
}
/**
 * What a handler of describe_source receives: validated, with defaults applied.
 */
export interface DescribeSourceParameters {}
/**
 * What this backend reads from.
 */
export interface SourceDescription {
  /**
   * The kind of provider, such as snapshot.
   */
  provider: string;
  /**
   * Name of the cluster or system observed.
   */
  cluster: string;
  /**
   * Kubernetes namespaces in scope; empty when the source names none.
   */
  namespaces: string[];
  /**
   * The source's now: every age and window is relative to it.
   */
  asOf: string;
  /**
   * The complaint as it was recorded; absent when none was.
   */
  report?: string;
  /**
   * The kinds of signal this backend holds.
   */
  signals: ('objects' | 'events' | 'changes' | 'logs' | 'metrics' | 'topology' | 'alerts' | 'traces' | 'runbooks')[];
  /**
   * One line for each damaged or skipped file, naming the file and line.
   */
  warnings: string[];
  coverage: Coverage;
  recording?: Recording;
}
/**
 * What is read is a recording, not a running system.
 */
export interface Recording {
  /**
   * The moment of the recording, as recorded.
   */
  capturedAt: string;
  /**
   * How far all times were moved; 0 where they are those of the recording.
   */
  shiftedSeconds: number;
}
/**
 * Every failure has this shape.
 */
export interface Error {
  /**
   * What went wrong.
   */
  error: {
    /**
     * The class of failure.
     */
    kind:
      | 'invalid-input'
      | 'unauthenticated'
      | 'forbidden'
      | 'not-found'
      | 'rate-limited'
      | 'timeout'
      | 'cancelled'
      | 'unavailable'
      | 'bad-upstream'
      | 'internal';
    /**
     * One sentence for a person.
     */
    message: string;
    /**
     * The parameter at fault, for invalid-input.
     */
    field?: string;
    /**
     * Why the parameter was refused, for invalid-input.
     */
    reason?: string;
    /**
     * Finds the request in the log.
     */
    requestId?: string;
  };
}
