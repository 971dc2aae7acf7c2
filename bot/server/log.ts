import { type Logger, pino } from 'pino';
import type { Config } from '../config.ts';
import type { InvestigationRequest } from '../domain/investigation.ts';
import type { Journal } from '../ports/journal.ts';
import { hideSecretsInJsonLine } from '../redaction/redactor.ts';
import type { Metrics } from './metrics.ts';

/** JSON lines on standard output. What may hold a token is removed even where it is logged by mistake. */
export function createLog(level: Config['logLevel']): Logger {
  return pino({
    level,
    base: { part: 'bot' },
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: {
      paths: ['token', '*.token', 'authorization', '*.authorization', '*.headers', 'err.config', 'err.original.config'],
      censor: '[redacted]',
    },
    // An error may quote what an upstream said.
    hooks: { streamWrite: hideSecretsInJsonLine },
  });
}

/** The engine's notes on one investigation, with the id of its trace where it has one. */
export function createJournal(
  log: Logger,
  metrics: Pick<Metrics, 'error'>,
  request: InvestigationRequest,
  traceId?: string,
): Journal {
  const bound = log.child({ investigation: request.id, ...(traceId !== undefined && { trace_id: traceId }) });
  return {
    note: (event, fields = {}) => bound.info(fields, event),
    trouble(event, error) {
      metrics.error(error.kind, event);
      bound.warn({ err: error, kind: error.kind }, event);
    },
  };
}

/** A logger for the workflow engine, whose notices of every start are of no interest. */
export function engineLogger(log: Logger) {
  const write = (level: 'debug' | 'warn' | 'error') => (entry: unknown) =>
    entry instanceof Error
      ? log[level]({ from: 'dbos', err: entry }, 'workflow engine')
      : log[level]({ from: 'dbos' }, String(entry));
  return { info: write('debug'), debug: () => undefined, warn: write('warn'), error: write('error') };
}
