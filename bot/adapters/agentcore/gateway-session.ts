import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { FetchLike } from '@modelcontextprotocol/sdk/shared/transport.js';
import { ToolListChangedNotificationSchema } from '@modelcontextprotocol/sdk/types.js';

/** One MCP session with the gateway. */
export interface GatewaySession {
  readonly client: Client;
  /** Ends the session at the gateway and here; never throws. */
  end(): Promise<void>;
}

/** Opens a session (MCP `initialize`); `onListChanged` hears that there are other tools. Throws as the transport does. */
export async function openSession(
  url: URL,
  fetch: FetchLike,
  { timeoutMs, onListChanged }: { readonly timeoutMs: number; readonly onListChanged: () => void },
): Promise<GatewaySession> {
  const client = new Client({ name: 'on-call-teammate', version: '1.0.0' });
  const transport = new StreamableHTTPClientTransport(url, { fetch });
  // Failures reach the caller of each request; this is only the transport's second copy of them.
  client.onerror = () => undefined;
  client.setNotificationHandler(ToolListChangedNotificationSchema, onListChanged);
  await client.connect(transport, { timeout: timeoutMs });
  return {
    client,
    async end() {
      await transport.terminateSession().catch(() => undefined);
      await client.close().catch(() => undefined);
    },
  };
}

/** Keeps one thing per key: made on demand once, dropped when it failed or was idle for `idleMs` after the last release. */
export function createSessionPool(idleMs: number) {
  interface Entry {
    session?: Promise<GatewaySession>;
    users: number;
    idle?: NodeJS.Timeout;
  }
  const entries = new Map<string, Entry>();

  const end = (entry: Entry) => entry.session?.then((session) => session.end()).catch(() => undefined);

  return {
    /** Counts a user of the key's session; to be released once. */
    acquire(key: string): void {
      const entry = entries.get(key) ?? { users: 0 };
      entry.users += 1;
      clearTimeout(entry.idle);
      entries.set(key, entry);
    },
    release(key: string): void {
      const entry = entries.get(key);
      if (entry === undefined) return;
      entry.users -= 1;
      if (entry.users > 0) return;
      entry.idle = setTimeout(() => {
        entries.delete(key);
        void end(entry);
      }, idleMs).unref();
    },
    /** The key's session, opened by `open` when there is none. */
    session(key: string, open: () => Promise<GatewaySession>): Promise<GatewaySession> {
      const entry = entries.get(key) ?? { users: 0 };
      entries.set(key, entry);
      if (entry.session !== undefined) return entry.session;
      const session = open();
      entry.session = session;
      session.catch(() => {
        if (entry.session === session) entry.session = undefined;
      });
      return session;
    },
    /** Forgets the key's session, so that the next call opens another. */
    drop(key: string): void {
      const entry = entries.get(key);
      if (entry !== undefined) entry.session = undefined;
    },
    async close(): Promise<void> {
      const all = [...entries.values()];
      entries.clear();
      for (const entry of all) clearTimeout(entry.idle);
      await Promise.all(all.map(end));
    },
  };
}
