import { ErrorCode, McpError } from '@modelcontextprotocol/sdk/types.js';
import { ERROR_TABLE, type ErrorKind, SreError } from '../../domain/errors.ts';
import { kindOfStatus } from '../aws-errors.ts';

/** Longest text of an upstream that an error message repeats. */
const QUOTED = 300;

/** An HTTP answer outside 2xx as an SreError. `Retry-After` may be seconds or a date. */
export function fromHttpAnswer(response: Response, now: Date): SreError {
  const retryAfterMs = readRetryAfter(response.headers.get('retry-after'), now);
  const kind = kindOfStatus(response.status);
  const wording = OF_THE_SOURCE.includes(kind) ? `${GATEWAY} answered with an error (${response.status}).` : undefined;
  return new SreError(kind, `the gateway answered ${response.status}`, { retryAfterMs, ...(wording && { wording }) });
}

export function readRetryAfter(header: string | null, now: Date): number | undefined {
  if (header === null) return undefined;
  if (/^\d+$/.test(header)) return Number(header) * 1000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now.getTime());
}

/** A tool result with `isError`: the backends say `{"error":{"kind","message"}}`; anything else is `bad-upstream`. */
export function fromToolError(tool: string, body: unknown): SreError {
  const error = (body as { error?: { kind?: unknown; message?: unknown; field?: unknown; reason?: unknown } })?.error;
  if (typeof error === 'object' && error !== null && isErrorKind(error.kind)) {
    const words = [error.message, error.field, error.reason].filter((word) => typeof word === 'string').join(' ');
    const wording = OF_THE_SOURCE.includes(error.kind) ? wordingOf(tool, error.message) : undefined;
    return new SreError(error.kind, `${tool}: ${words.slice(0, QUOTED)}`, { ...(wording && { wording }) });
  }
  const text = typeof body === 'string' ? body : JSON.stringify(body ?? null);
  return new SreError('bad-upstream', `${tool} failed: ${text.slice(0, QUOTED)}`);
}

/** Failures of the source behind a backend, which the backend tells in words of its own that quote nobody. */
const OF_THE_SOURCE: readonly ErrorKind[] = ['unavailable', 'timeout', 'rate-limited', 'bad-upstream'];
/** Longest sentence of a backend that a person is shown. */
const SHOWN = 160;

/** What a backend says of its source ("Prometheus did not answer in time."); what it says of itself names which one. */
function wordingOf(tool: string, message: unknown): string | undefined {
  if (typeof message !== 'string' || message.length === 0 || message.length > SHOWN) return undefined;
  return message.replace(/^The backend\b/, `The backend for ${targetOf(tool)}`);
}

function targetOf(tool: string): string {
  return tool.split('___')[0] ?? tool;
}

const GATEWAY = 'The gateway to the sources';

const KIND_BY_RPC_CODE: Readonly<Record<number, ErrorKind>> = {
  [ErrorCode.InvalidParams]: 'invalid-input',
  [ErrorCode.InvalidRequest]: 'invalid-input',
  [ErrorCode.MethodNotFound]: 'not-found',
  [ErrorCode.RequestTimeout]: 'timeout',
  [ErrorCode.ConnectionClosed]: 'unavailable',
  [ErrorCode.InternalError]: 'bad-upstream',
  [ErrorCode.ParseError]: 'bad-upstream',
};

/** What the MCP client or `fetch` throws. */
export function fromTransport(thrown: unknown, what: string): SreError {
  for (let error = thrown; typeof error === 'object' && error !== null; error = (error as Error).cause) {
    if (error instanceof SreError) return error;
  }
  if (thrown instanceof McpError) {
    const unknownTool =
      thrown.code === ErrorCode.InvalidParams &&
      /(unknown|not found).*tool|tool.*(unknown|not found)/i.test(thrown.message);
    const kind = unknownTool ? 'not-found' : (KIND_BY_RPC_CODE[thrown.code] ?? 'bad-upstream');
    return new SreError(kind, `${what}: ${thrown.message.slice(0, QUOTED)}`, { cause: thrown });
  }
  const { name } = (thrown ?? {}) as Partial<Error>;
  if (name === 'TimeoutError') {
    return new SreError('timeout', `${what} took too long`, {
      cause: thrown,
      wording: `The ${what.includes('___') ? `source of ${targetOf(what)}` : 'gateway'} took too long to answer.`,
    });
  }
  if (name === 'AbortError') return new SreError('cancelled', `${what} was stopped`, { cause: thrown });
  // `fetch` throws a TypeError whose cause is the socket's error; zod and JSON errors mean an answer without sense.
  if (name === 'TypeError') {
    const wording = `${GATEWAY} cannot be reached.`;
    return new SreError('unavailable', `${what}: no connection`, { cause: thrown, wording });
  }
  return new SreError('bad-upstream', `${what}: an answer that makes no sense`, { cause: thrown });
}

function isErrorKind(kind: unknown): kind is ErrorKind {
  return typeof kind === 'string' && Object.hasOwn(ERROR_TABLE, kind);
}
