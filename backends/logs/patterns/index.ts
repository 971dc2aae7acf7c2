/** Log records, levels and templates: everything the logs backend knows about the text of a log. */
export type { LogLevel } from './levels.ts';
export { inferLevel, readLevel } from './levels.ts';
export type { LineGrouper, LineGrouperOptions, LineGroups } from './line-grouper.ts';
export { createLineGrouper } from './line-grouper.ts';
export type { StoredLine, StoredLines } from './log-answers.ts';
export { linesOfAnswer } from './log-answers.ts';
export type { LogEntry, LogEntryOptions, LogEntryReader } from './parse-entries.ts';
export { createLogEntryReader, parseLogEntries } from './parse-entries.ts';
export type {
  LogPatternSummary,
  ServiceLogSummarizer,
  ServiceLogSummary,
  SummaryOptions,
  SummaryWindow,
} from './summarize-service-logs.ts';
export { createServiceLogSummarizer, summarizeServiceLogs } from './summarize-service-logs.ts';
export type { TemplateCluster, TemplateMiner, TemplateMinerOptions } from './template-miner.ts';
export { createTemplateMiner } from './template-miner.ts';
