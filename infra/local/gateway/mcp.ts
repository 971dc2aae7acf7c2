import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import {
  CallToolRequestSchema,
  type CallToolResult,
  ErrorCode,
  ListToolsRequestSchema,
  McpError,
  type Tool,
} from '@modelcontextprotocol/sdk/types.js';
import { callBackend } from './backend-call.ts';
import type { RoutedTool } from './targets.ts';
import { createToolSearch, SEARCH_TOOL } from './tool-search.ts';

export interface McpOptions {
  readonly tools: readonly RoutedTool[];
  readonly apiKey: string;
  readonly timeoutMs: number;
  /** How many tools a page of tools/list holds. */
  readonly pageSize: number;
  /** Ends when the caller goes away. */
  readonly signal: AbortSignal;
}

const SEARCH: Tool = {
  name: SEARCH_TOOL,
  description: 'A special tool that returns a trimmed down list of tools given a context.',
  inputSchema: {
    type: 'object',
    properties: { query: { type: 'string', description: 'search query to use for finding tools' } },
    required: ['query'],
  },
};

const described = ({ name, description, inputSchema }: RoutedTool): Tool => ({
  name,
  description,
  inputSchema: inputSchema as Tool['inputSchema'],
});

function pageOf(
  all: readonly Tool[],
  cursor: string | undefined,
  size: number,
): { tools: Tool[]; nextCursor?: string } {
  const start = cursor === undefined ? 0 : Number(Buffer.from(cursor, 'base64url').toString());
  if (!Number.isInteger(start) || start < 0 || start >= Math.max(all.length, 1)) {
    throw new McpError(ErrorCode.InvalidParams, 'Invalid cursor');
  }
  const end = start + size;
  const next = end < all.length ? { nextCursor: Buffer.from(String(end)).toString('base64url') } : {};
  return { tools: all.slice(start, end), ...next };
}

function searchResult(tools: readonly RoutedTool[], query: unknown): CallToolResult {
  if (typeof query !== 'string' || query.trim() === '') {
    return { content: [{ type: 'text', text: 'Missing required parameter: query' }], isError: true };
  }
  const find = createToolSearch(tools);
  const byName = new Map(tools.map((tool) => [tool.name, tool]));
  const found = find(query).flatMap(({ name }) => byName.get(name) ?? []);
  const structuredContent = { tools: found.map(described) };
  return { content: [{ type: 'text', text: JSON.stringify(structuredContent) }], structuredContent };
}

/** An MCP server for one request: nothing of one caller is there for the next. */
export function createMcpServer(options: McpOptions): Server {
  const server = new Server({ name: 'oncall-gateway', version: '1.0.0' }, { capabilities: { tools: {} } });
  const { tools, apiKey, timeoutMs } = options;
  server.setRequestHandler(ListToolsRequestSchema, async ({ params }) =>
    pageOf([SEARCH, ...tools.map(described)], params?.cursor, options.pageSize),
  );
  server.setRequestHandler(CallToolRequestSchema, async ({ params }, { signal }) => {
    const args = params.arguments ?? {};
    if (params.name === SEARCH_TOOL) return searchResult(tools, args.query);
    const tool = tools.find((one) => one.name === params.name);
    if (!tool) throw new McpError(ErrorCode.InvalidParams, `Unknown tool: ${params.name}`);
    return callBackend(tool, args, { apiKey, timeoutMs, signal: AbortSignal.any([signal, options.signal]) });
  });
  return server;
}
