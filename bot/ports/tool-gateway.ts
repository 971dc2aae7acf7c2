import type { Actor } from '../domain/actor.ts';

/** `<target>___<operationId>`, as the AgentCore Gateway names tools. */
export type ToolName = `${'kubernetes' | 'logs' | 'metrics' | 'runbooks'}___${string}`;

export interface ToolDescription {
  readonly name: ToolName;
  readonly description: string;
  readonly inputSchema: Readonly<Record<string, unknown>>;
}

/** The tools of the four backends, called as one person. */
export interface ToolGateway {
  /**
   * Calls one tool and returns its JSON body. Throws SreError: `invalid-input` for a refused argument, `not-found`,
   * `unauthenticated`, `forbidden`, `rate-limited`, `timeout`, `cancelled`, `unavailable` or `bad-upstream`.
   */
  call(tool: ToolName, args: Readonly<Record<string, unknown>>, options?: { signal?: AbortSignal }): Promise<unknown>;
  list(options?: { signal?: AbortSignal }): Promise<readonly ToolDescription[]>;
  /** Tools whose meaning is near the query, best first. */
  search(query: string, options?: { signal?: AbortSignal }): Promise<readonly ToolDescription[]>;
  close(): Promise<void>;
}

/** Opens the gateway as an actor; the actor's JWT is fetched, cached and refreshed behind it. */
export interface ToolGatewayFactory {
  connect(actor: Actor): ToolGateway;
}
