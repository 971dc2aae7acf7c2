import { CallToolResultSchema, ListToolsResultSchema } from '@modelcontextprotocol/sdk/types.js';
import type { Actor } from '../../domain/actor.ts';
import { SreError } from '../../domain/errors.ts';
import { untilAborted } from '../../domain/until-aborted.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Identity } from '../../ports/identity.ts';
import type { ToolDescription, ToolGateway, ToolGatewayFactory, ToolName } from '../../ports/tool-gateway.ts';
import { hedged } from '../hedged.ts';
import { type RetryPolicy, withRetries } from '../retry.ts';
import { whileBounded } from '../while-bounded.ts';
import { fromToolError, fromTransport } from './gateway-errors.ts';
import { createGatewayFetch, currentCall } from './gateway-fetch.ts';
import { createSessionPool, type GatewaySession, openSession } from './gateway-session.ts';

export interface GatewayOptions {
  /** The MCP endpoint. */
  readonly url: string;
  readonly identity: Pick<Identity, 'token'>;
  readonly clock: Clock;
  readonly maxAnswerBytes?: number;
  readonly retry?: Partial<RetryPolicy>;
  /** One try's time in milliseconds. */
  readonly timeoutMs?: number;
  /** After which a try is made a second time beside itself, in milliseconds. */
  readonly hedgeMs?: number;
  readonly idleMs?: number;
  /** How long a list of tools is believed without a word of the gateway that it changed. */
  readonly listKeptMs?: number;
}

/** A source that is away for seconds is waited for: half a minute of tries, within the caller's own deadline. */
const RETRY: RetryPolicy = {
  attempts: 12,
  budgetMs: 25_000,
  firstPauseMs: 200,
  longestPauseMs: 3_000,
  // What answers nonsense is there; it will not learn better.
  attemptsFor: { 'bad-upstream': 3 },
};
/** One that was waited for in vain a moment ago is not waited for again by each that asks. */
const AWAY = { attempts: 3, forMs: 120_000 };
/** The gateway's own tool for searching tools by meaning, there when it is set up with `searchType: SEMANTIC`. */
const SEARCH_TOOL = 'x_amz_bedrock_agentcore_search';
const MOST_PAGES = 100;
const LIST_KEPT_MS = 300_000;
const TOOL_NAME = /^(kubernetes|logs|metrics|runbooks)___\w+$/;

/** The AgentCore Gateway over MCP. Each actor has one session, shared by their investigations and kept between them. */
export function createAgentCoreGateways(options: GatewayOptions): ToolGatewayFactory & { close(): Promise<void> } {
  const { identity, clock, timeoutMs = 20_000, hedgeMs = 6_000 } = options;
  const url = new URL(options.url);
  const policy: RetryPolicy = { ...RETRY, ...options.retry };
  const sessions = createSessionPool(options.idleMs ?? 300_000);
  const listKeptMs = options.listKeptMs ?? LIST_KEPT_MS;
  /** By source: until when it is taken for away. */
  const away = new Map<string, number>();
  /** By actor: who asks decides what is listed. */
  const listed = new Map<string, { readonly tools: readonly ToolDescription[]; readonly at: number }>();

  function connect(actor: Actor): ToolGateway {
    const fetch = createGatewayFetch({
      token: (how) => identity.token(actor, how),
      clock,
      maxAnswerBytes: options.maxAnswerBytes ?? 64 * 1024 * 1024,
      onSessionLost: () => {
        sessions.drop(actor.username);
        listed.delete(actor.username);
      },
    });
    const onListChanged = () => void listed.delete(actor.username);
    const open = () => openSession(url, fetch, { timeoutMs, onListChanged });

    /** One request with retries: every tool only reads, so all of them may be repeated. */
    async function ask<T>(
      what: string,
      outer: AbortSignal | undefined,
      request: (session: GatewaySession, options: { signal: AbortSignal; timeout: number }) => Promise<T>,
    ): Promise<T> {
      const source = what.split('___')[0] ?? what;
      const isAway = (away.get(source) ?? Number.NEGATIVE_INFINITY) > performance.now();
      const tries = isAway ? { ...policy, attempts: Math.min(AWAY.attempts, policy.attempts) } : policy;
      try {
        const answer = await tryAgain(tries, what, outer, request);
        away.delete(source);
        return answer;
      } catch (error) {
        if (error instanceof SreError && error.retryable) away.set(source, performance.now() + AWAY.forMs);
        throw error;
      }
    }

    function tryAgain<T>(
      tries: RetryPolicy,
      what: string,
      outer: AbortSignal | undefined,
      request: (session: GatewaySession, options: { signal: AbortSignal; timeout: number }) => Promise<T>,
    ): Promise<T> {
      const once = (hedge: AbortSignal | undefined) =>
        whileBounded(hedge, timeoutMs, async (signal, fail) => {
          try {
            const session = await untilAborted(
              currentCall.exit(() => sessions.session(actor.username, open)),
              signal,
            );
            return await currentCall.run({ signal, fail }, () => request(session, { signal, timeout: timeoutMs * 2 }));
          } catch (thrown) {
            // The client hides a signal's reason behind an error of its own.
            throw fromTransport(signal.aborted ? signal.reason : thrown, what);
          }
        });
      return withRetries(tries, outer, () => hedged(hedgeMs, outer, once));
    }

    async function callTool(name: string, args: Readonly<Record<string, unknown>>, signal?: AbortSignal) {
      return ask(name, signal, async ({ client }, how) => {
        const params = { name, arguments: { ...args } };
        // Not client.callTool: it would check answers against schemas that it cached from the last page of a listing.
        const result = await client.request({ method: 'tools/call', params }, CallToolResultSchema, how);
        const body = bodyOf(result);
        if (result.isError === true) throw fromToolError(name, body);
        if (typeof body === 'string')
          throw new SreError('bad-upstream', `${name} answered with something else than JSON`);
        return body;
      });
    }

    async function allPages(signal?: AbortSignal): Promise<readonly ToolDescription[]> {
      const tools: ToolDescription[] = [];
      let cursor: string | undefined;
      for (let page = 0; page < MOST_PAGES; page += 1) {
        const params = cursor === undefined ? {} : { cursor };
        const answer = await ask('tools/list', signal, ({ client }, bounds) =>
          client.request({ method: 'tools/list', params }, ListToolsResultSchema, bounds),
        );
        tools.push(...describe(answer.tools));
        if (answer.nextCursor === undefined || answer.nextCursor === cursor) return tools;
        cursor = answer.nextCursor;
      }
      throw new SreError('bad-upstream', `the list of tools has no end after ${MOST_PAGES} pages`);
    }

    let isOpen = true;
    sessions.acquire(actor.username);
    return {
      async call(tool, args, how = {}) {
        try {
          return await callTool(tool, args, how.signal);
        } catch (error) {
          // A tool that was listed and is not there: the list is of yesterday.
          if (error instanceof SreError && error.kind === 'not-found') onListChanged();
          throw error;
        }
      },
      async list(how = {}) {
        const kept = listed.get(actor.username);
        const now = clock.now().getTime();
        if (kept !== undefined && now - kept.at < listKeptMs) return kept.tools;
        // What changes while the pages are read is noticed: the entry made here is gone then.
        const begun = { tools: [], at: Number.NEGATIVE_INFINITY };
        listed.set(actor.username, begun);
        const tools = await allPages(how.signal);
        if (listed.get(actor.username) === begun) listed.set(actor.username, { tools, at: now });
        return tools;
      },
      async search(query, how = {}) {
        const body = (await callTool(SEARCH_TOOL, { query }, how.signal)) as { tools?: unknown };
        if (!Array.isArray(body?.tools)) throw new SreError('bad-upstream', 'the tool search answered without tools');
        return describe(body.tools);
      },
      async close() {
        if (isOpen) sessions.release(actor.username);
        isOpen = false;
      },
    };
  }

  return { connect, close: () => sessions.close() };
}

/** `structuredContent`, or the JSON of the first text; the text itself when it is not JSON. */
function bodyOf(result: {
  structuredContent?: unknown;
  content?: readonly { type: string; text?: unknown }[];
}): unknown {
  if (result.structuredContent !== undefined) return result.structuredContent;
  const text = result.content?.find((part) => part.type === 'text')?.text;
  if (typeof text !== 'string') return '';
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** The backends' tools among those listed; the gateway's own are left out. */
function describe(listed: readonly unknown[]): readonly ToolDescription[] {
  return (listed as { name?: unknown; description?: unknown; inputSchema?: unknown }[])
    .filter((tool) => typeof tool?.name === 'string' && TOOL_NAME.test(tool.name))
    .map(({ name, description, inputSchema }) => ({
      name: name as ToolName,
      description: typeof description === 'string' ? description : '',
      inputSchema: (inputSchema ?? { type: 'object' }) as Readonly<Record<string, unknown>>,
    }));
}
