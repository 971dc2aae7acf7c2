import { setTimeout as delay } from 'node:timers/promises';
import { webApi } from '@slack/bolt';
import { type ErrorKind, SreError } from '../../domain/errors.ts';

const CALL_MS = 10_000;

/**
 * Options of every WebClient: the client itself never retries. `callSlack` is the one retry owner, because a lost
 * answer to `chat.postMessage` must be looked up before it is sent again, which the client cannot know.
 */
export const SLACK_CLIENT_OPTIONS: webApi.WebClientOptions = {
  fetch: (url, init) => fetchObeying(url, init),
  retryConfig: { retries: 0 },
  rejectRateLimitedCalls: true,
  timeout: CALL_MS,
};

/**
 * Fetches, and obeys `Retry-After` at addresses beside the Web API's (`response_url`, uploads); that of the Web API
 * itself is `callSlack`'s to obey. `timeoutMs` is for each attempt; ten seconds where neither it nor a signal is given.
 */
export async function fetchObeying(
  url: string | URL | Request,
  init?: RequestInit,
  timeoutMs?: number,
): Promise<Response> {
  for (let waits = 0; ; waits += 1) {
    const signal = (timeoutMs === undefined && init?.signal) || AbortSignal.timeout(timeoutMs ?? CALL_MS);
    const response = await fetch(url, { ...init, signal });
    const address = url instanceof Request ? url.url : String(url);
    if (response.status !== 429 || waits >= MOST_WAITS || new URL(address).pathname.includes('/api/')) return response;
    await response.body?.cancel();
    await delay((Number(response.headers.get('retry-after')) || 1) * 1_000);
  }
}

export interface CallOptions {
  /** True when repeating the call does no harm (an edit, a read). */
  readonly repeatable: boolean;
  readonly sleep?: (ms: number) => Promise<void>;
  /** How often `Retry-After` is waited for before the call fails as `rate-limited`; 30 when absent. */
  readonly waits?: number;
}

const MOST_WAITS = 30;
const BACKOFF_MS = [300, 1_000, 3_000];

/**
 * Calls Slack and obeys `Retry-After`, for a refused call is always safe to repeat. Repeatable calls are also tried
 * again after a lost or broken answer. Throws SreError; `slackCode` reads Slack's own word from it.
 */
export async function callSlack<T>(call: () => Promise<T>, options: CallOptions): Promise<T> {
  const sleep = options.sleep ?? ((ms: number) => delay(ms));
  let waits = 0;
  let failures = 0;
  for (;;) {
    try {
      return await call();
    } catch (thrown) {
      const error = asSreError(thrown);
      if (error.kind === 'rate-limited' && waits < (options.waits ?? MOST_WAITS)) {
        waits += 1;
        await sleep(error.retryAfterMs ?? 1_000);
        continue;
      }
      const pause = BACKOFF_MS[failures];
      const again = error.kind === 'unavailable' || error.kind === 'timeout';
      if (!options.repeatable || !again || pause === undefined) throw error;
      failures += 1;
      await sleep(pause);
    }
  }
}

/** Slack's error code, such as `invalid_blocks`; undefined when the failure was not Slack's refusal. */
export function slackCode(error: unknown): string | undefined {
  const cause = error instanceof SreError ? error.cause : error;
  return cause instanceof webApi.WebAPIPlatformError ? cause.data.error : undefined;
}

const KINDS: Readonly<Record<string, ErrorKind>> = {
  ratelimited: 'rate-limited',
  rate_limited: 'rate-limited',
  not_in_channel: 'forbidden',
  channel_not_found: 'forbidden',
  is_archived: 'forbidden',
  restricted_action: 'forbidden',
  restricted_action_thread_only_channel: 'forbidden',
  no_permission: 'forbidden',
  missing_scope: 'forbidden',
  user_not_in_channel: 'forbidden',
  invalid_auth: 'unauthenticated',
  not_authed: 'unauthenticated',
  account_inactive: 'unauthenticated',
  token_revoked: 'unauthenticated',
  user_not_found: 'not-found',
  thread_not_found: 'not-found',
  message_not_found: 'not-found',
  // Slack says of these that the call may have had its effect all the same.
  internal_error: 'unavailable',
  fatal_error: 'unavailable',
  service_unavailable: 'unavailable',
  request_timeout: 'timeout',
};

function asSreError(thrown: unknown): SreError {
  if (thrown instanceof SreError) return thrown;
  if (thrown instanceof webApi.WebAPIRateLimitedError) {
    return new SreError('rate-limited', 'Slack asks to wait', {
      cause: thrown,
      retryAfterMs: thrown.retryAfter * 1_000,
    });
  }
  if (thrown instanceof webApi.WebAPIPlatformError) {
    const code = thrown.data.error;
    return new SreError(KINDS[code] ?? 'invalid-input', `Slack refused: ${code}`, { cause: thrown });
  }
  if (thrown instanceof webApi.WebAPIHTTPError) {
    const kind = thrown.statusCode >= 500 ? 'unavailable' : 'bad-upstream';
    return new SreError(kind, `Slack answered HTTP ${thrown.statusCode}`, { cause: thrown });
  }
  return new SreError('unavailable', 'Slack did not answer', { cause: thrown });
}
