import { setTimeout as delay } from 'node:timers/promises';
import { webApi } from '@slack/bolt';
import { type ErrorKind, SreError } from '../../domain/errors.ts';
import type { Redacted } from '../../domain/redacted.ts';
import { redactedBody } from '../../redaction/outgoing.ts';

/** Slack answers within a second or so; a connection that hangs holds up its channel. */
const CALL_MS = 6_000;

/**
 * Options of every WebClient: the client itself never retries. `callSlack` is the one retry owner, because a lost
 * answer to `chat.postMessage` must be looked up before it is sent again, which the client cannot know.
 */
export const SLACK_CLIENT_OPTIONS: webApi.WebClientOptions = {
  fetch: (url, init) => fetchObeying(url, withRedactedBody(init)),
  retryConfig: { retries: 0 },
  rejectRateLimitedCalls: true,
  timeout: CALL_MS,
};

/** A request that may leave: its body went through the redaction. */
export interface OutgoingRequest extends Omit<RequestInit, 'body'> {
  readonly body?: Redacted<NonNullable<RequestInit['body']>>;
}

/** The request of Slack's client, whose body is looked through last of all. */
function withRedactedBody(init: RequestInit = {}): OutgoingRequest {
  const { body, ...rest } = init;
  return { ...rest, ...(body !== undefined && body !== null && { body: redactedBody(body) }) };
}

/**
 * Fetches, and obeys `Retry-After` at addresses beside the Web API's (`response_url`, uploads); that of the Web API
 * itself is `callSlack`'s to obey. `timeoutMs` is for each attempt; `CALL_MS` where neither it nor a signal is given.
 */
export async function fetchObeying(url: string | URL, init?: OutgoingRequest, timeoutMs?: number): Promise<Response> {
  for (let waits = 0; ; waits += 1) {
    const signal = (timeoutMs === undefined && init?.signal) || AbortSignal.timeout(timeoutMs ?? CALL_MS);
    const response = await fetch(url, { ...init, signal });
    if (response.status !== 429 || waits >= MOST_WAITS || new URL(url).pathname.includes('/api/')) return response;
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
  token_expired: 'unauthenticated',
  channel_is_archived: 'forbidden',
  user_disabled: 'forbidden',
  cannot_dm_bot: 'forbidden',
  messages_tab_disabled: 'forbidden',
  cannot_reply_to_message: 'not-found',
  user_not_found: 'not-found',
  thread_not_found: 'not-found',
  message_not_found: 'not-found',
  // Slack says of these that the call may have had its effect all the same.
  internal_error: 'unavailable',
  fatal_error: 'unavailable',
  service_unavailable: 'unavailable',
  request_timeout: 'timeout',
};

const NO_ANSWER = 'Slack did not answer me.';
const NOT_IN = 'I am not in that channel: invite me there with /invite, and ask again.';
const TOKEN = "Slack does not accept the bot's own token; whoever runs the bot has to give it a new one.";
/** What a person reads where Slack's refusal says more than its kind does. */
const WORDINGS: Readonly<Record<string, string>> = {
  not_in_channel: NOT_IN,
  channel_not_found: NOT_IN,
  is_archived: 'That channel is archived.',
  restricted_action: 'This workspace does not let me write there.',
  thread_not_found: 'That thread is gone.',
  message_not_found: 'That message is gone.',
  missing_scope: 'This workspace did not give me the right to do that.',
  invalid_auth: TOKEN,
  not_authed: TOKEN,
  account_inactive: TOKEN,
  token_revoked: TOKEN,
  token_expired: TOKEN,
};

/** The place that was to be written in is gone, or closed to the bot. */
const GONE =
  /^(?:thread_not_found|message_not_found|cannot_reply_to_message|channel_not_found|not_in_channel|is_archived|restricted_action\w*|no_permission|user_not_in_channel|channel_is_archived|is_inactive|user_disabled|user_not_found|cannot_dm_bot|messages_tab_disabled)$/;

/** True where Slack will not take a message at this place, and another may do. */
export function isPlaceGone(error: unknown): boolean {
  return GONE.test(slackCode(error) ?? '');
}

function asSreError(thrown: unknown): SreError {
  if (thrown instanceof SreError) return thrown;
  if (thrown instanceof webApi.WebAPIRateLimitedError) {
    return new SreError('rate-limited', 'Slack asks to wait', {
      cause: thrown,
      retryAfterMs: thrown.retryAfter * 1_000,
      wording: 'Slack makes me wait.',
    });
  }
  if (thrown instanceof webApi.WebAPIPlatformError) {
    const code = thrown.data.error;
    const kind = KINDS[code] ?? 'invalid-input';
    const wording = WORDINGS[code];
    const about =
      kind === 'unauthenticated' ? `Slack does not accept the bot's token: ${code}` : `Slack refused: ${code}`;
    return new SreError(kind, about, { cause: thrown, ...(wording !== undefined && { wording }) });
  }
  if (thrown instanceof webApi.WebAPIHTTPError) {
    const kind = thrown.statusCode >= 500 ? 'unavailable' : 'bad-upstream';
    return new SreError(kind, `Slack answered HTTP ${thrown.statusCode}`, { cause: thrown, wording: NO_ANSWER });
  }
  return new SreError('unavailable', 'Slack did not answer', { cause: thrown, wording: NO_ANSWER });
}
