import { SreError, toSreError } from '../../domain/errors.ts';
import type { RunbookMatch } from '../../domain/signals.ts';
import type { LookupKind, LookupQuery, LookupRows, Lookups } from '../../ports/lookups.ts';
import type { RunbookSource } from '../../ports/runbook-source.ts';
import type { ToolGateway, ToolGatewayFactory } from '../../ports/tool-gateway.ts';
import { mergeSources, searchKnowledge } from '../runbooks.ts';
import { type Read, readChanges, readEvents, readLogs, readMetrics, readPods, readRunbooks } from './reads.ts';
import { compareWithYesterday } from './yesterday.ts';

/** A single look is answered while somebody waits for it, so it gets less time than an investigation. */
const DEADLINE_MS = 12_000;

type Reader<Row> = (gateway: ToolGateway, query: LookupQuery, signal: AbortSignal) => Promise<Read<Row>>;

const READERS: { readonly [Kind in LookupKind]: Reader<LookupRows[Kind]> } = {
  logs: readLogs,
  metrics: readMetrics,
  pods: readPods,
  events: readEvents,
  changes: readChanges,
  runbook: readRunbooks,
  yesterday: compareWithYesterday,
};

/** Single looks through the gateway, each as the person who asks. */
export function createLookups(deps: {
  readonly gateways: ToolGatewayFactory;
  /** Runbooks beside those of the backend. */
  readonly knowledge?: RunbookSource;
  readonly deadlineMs?: number;
}): Lookups {
  const readers: typeof READERS = { ...READERS, runbook: withKnowledge(readRunbooks, deps.knowledge) };
  return {
    async look(actor, kind, query, options = {}) {
      const deadline = AbortSignal.timeout(deps.deadlineMs ?? DEADLINE_MS);
      const signal = options.signal === undefined ? deadline : AbortSignal.any([options.signal, deadline]);
      const gateway = deps.gateways.connect(actor);
      try {
        const read = await within(signal, readers[kind](gateway, query, signal));
        if (!read.present) return { status: 'unknown', reason: `This source holds no ${read.what}.` };
        return {
          status: 'seen',
          rows: read.rows,
          searched: read.searched,
          ...(read.truncated === undefined ? {} : { truncated: read.truncated }),
        };
      } catch (thrown) {
        options.signal?.throwIfAborted();
        const error = deadline.aborted
          ? new SreError('timeout', `${kind} did not answer in time`, { cause: thrown })
          : toSreError(thrown, `${kind} could not be read`);
        if (error.kind === 'forbidden') throw error;
        return { status: 'unknown', reason: error.wording };
      } finally {
        await gateway.close();
      }
    },
  };
}

/** The backend's runbooks and those of a Knowledge Base; what it cannot answer is said, and costs nothing. */
function withKnowledge(read: Reader<RunbookMatch>, knowledge: RunbookSource | undefined): Reader<RunbookMatch> {
  if (knowledge === undefined) return read;
  return async (gateway, query, signal) => {
    const words = query.words ?? query.target?.name ?? '';
    const [own, further] = await Promise.all([read(gateway, query, signal), searchKnowledge(knowledge, words, signal)]);
    const rows = mergeSources(own.rows, further.matches);
    const searched = [own.searched, ...(further.unknown.length > 0 ? further.unknown : ['the Knowledge Base'])].join(
      '; ',
    );
    return { ...own, present: own.present || rows.length > 0, rows, searched };
  };
}

/** A source that hangs past its signal is left behind. */
async function within<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  const late = Promise.withResolvers<never>();
  const leave = () => late.reject(signal.reason);
  signal.addEventListener('abort', leave, { once: true });
  try {
    return await Promise.race([work, late.promise]);
  } finally {
    signal.removeEventListener('abort', leave);
  }
}
