import { AsyncLocalStorage } from 'node:async_hooks';
import type { FetchLike } from '@modelcontextprotocol/sdk/shared/transport.js';
import { SreError } from '../../domain/errors.ts';
import type { Secret } from '../../domain/secret.ts';
import type { Clock } from '../../ports/clock.ts';
import { fromHttpAnswer } from './gateway-errors.ts';

/** One request as the transport sees it; the MCP client has no way to hand this through itself. */
export interface GatewayCall {
  readonly signal: AbortSignal;
  /** Ends the request at once with this error. */
  fail(error: SreError): void;
}

export const currentCall = new AsyncLocalStorage<GatewayCall>();

export interface GatewayFetchDeps {
  readonly token: (options: { refused?: Secret; signal?: AbortSignal }) => Promise<Secret>;
  readonly clock: Clock;
  readonly maxAnswerBytes: number;
  /** Called when the gateway no longer knows the MCP session. */
  readonly onSessionLost: () => void;
}

/**
 * `fetch` for the MCP transport: the user's token on every request, renewed once after a 401; the call's own signal;
 * HTTP failures as SreErrors; a bound on the size of an answer; and an end to streams that stop without an answer.
 */
export function createGatewayFetch(deps: GatewayFetchDeps): FetchLike {
  return async (url, init = {}) => {
    const headers = new Headers(init.headers);
    // The server's own messages are of no use here; a stream is opened only to resume an interrupted answer.
    if (init.method === 'GET' && !headers.has('last-event-id')) return new Response(null, { status: 405 });
    const call = currentCall.getStore();
    const signals = [init.signal, call?.signal].filter((signal) => signal !== undefined && signal !== null);
    const signal = AbortSignal.any(signals);

    const send = (token: Secret) => {
      headers.set('authorization', `Bearer ${token.reveal()}`);
      return fetch(url, { ...init, headers, signal });
    };
    const token = await deps.token({ signal });
    let response = await send(token);
    if (response.status === 401) {
      await response.body?.cancel();
      response = await send(await deps.token({ refused: token, signal }));
    }
    if (!response.ok) {
      await response.body?.cancel();
      if (response.status === 405 && init.method !== 'POST') return new Response(null, { status: 405 });
      if (response.status === 404 && headers.has('mcp-session-id')) {
        deps.onSessionLost();
        throw new SreError('unavailable', 'the gateway no longer knows the session');
      }
      throw fromHttpAnswer(response, deps.clock.now());
    }
    return bounded(response, deps.maxAnswerBytes, call);
  };
}

function bounded(response: Response, maxBytes: number, call: GatewayCall | undefined): Response {
  if (response.body === null) return response;
  const tooLarge = new SreError('invalid-input', `the answer is larger than ${maxBytes} bytes; ask for less`, {
    wording: 'Its answer was too large to read.',
  });
  let bytes = 0;
  const counted = response.body.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        bytes += chunk.byteLength;
        if (bytes <= maxBytes) return controller.enqueue(chunk);
        call?.fail(tooLarge);
        controller.error(tooLarge);
      },
      flush() {
        // Settled calls ignore this; one still waiting would otherwise wait for its timeout.
        setTimeout(() => call?.fail(new SreError('bad-upstream', 'the stream ended without an answer')), 250).unref();
      },
    }),
  );
  return new Response(counted, { status: response.status, headers: response.headers });
}
