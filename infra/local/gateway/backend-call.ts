import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import type { RoutedTool } from './targets.ts';

function failure(kind: string, message: string): CallToolResult {
  return { content: [{ type: 'text', text: JSON.stringify({ error: { kind, message } }) }], isError: true };
}

/** The address of one call: arguments in path and query, lists repeated; absent ones left out. */
export function requestUrl(tool: RoutedTool, args: Readonly<Record<string, unknown>>): URL {
  const path = tool.path.replace(/\{(\w+)\}/g, (_whole, name: string) => encodeURIComponent(String(args[name])));
  const url = new URL(tool.url.replace(/\/$/, '') + path);
  for (const { name } of tool.parameters.filter((parameter) => parameter.in === 'query')) {
    const value = args[name];
    const values = Array.isArray(value) ? value : [value];
    for (const one of values) if (one !== undefined && one !== null) url.searchParams.append(name, String(one));
  }
  return url;
}

/** What is wrong with the arguments, by the tool's own schema; undefined when nothing is. */
export function complaint(tool: RoutedTool, args: Readonly<Record<string, unknown>>): string | undefined {
  const missing = tool.parameters.find(({ name, required }) => required && (args[name] ?? '') === '');
  if (missing) return `Missing required parameter: ${missing.name}`;
  const unknown = Object.keys(args).find((name) => !tool.parameters.some((parameter) => parameter.name === name));
  return unknown === undefined ? undefined : `Unknown parameter: ${unknown}`;
}

/**
 * Calls the backend of a tool: GET, arguments in path and query, the key in X-API-Key. The body comes back as text; a
 * refusal or a failure is a result with `isError` that holds the backend's own error JSON, or one of the same shape
 * where there is none: unavailable, timeout, cancelled or bad-upstream.
 */
export async function callBackend(
  tool: RoutedTool,
  args: Readonly<Record<string, unknown>>,
  options: { readonly apiKey: string; readonly timeoutMs: number; readonly signal: AbortSignal },
): Promise<CallToolResult> {
  const problem = complaint(tool, args);
  if (problem !== undefined) return failure('invalid-input', problem);
  const timeout = AbortSignal.timeout(options.timeoutMs);
  try {
    const response = await fetch(requestUrl(tool, args), {
      headers: { accept: 'application/json', 'x-api-key': options.apiKey },
      redirect: 'error',
      signal: AbortSignal.any([options.signal, timeout]),
    });
    const text = await response.text();
    if (response.ok) return { content: [{ type: 'text', text }] };
    const json = response.headers.get('content-type')?.includes('json');
    if (!json) return failure('bad-upstream', `The backend answered HTTP ${response.status}.`);
    return { content: [{ type: 'text', text }], isError: true };
  } catch (error) {
    if (timeout.aborted) return failure('timeout', `The backend gave no answer in ${options.timeoutMs} ms.`);
    if (options.signal.aborted) return failure('cancelled', 'The caller went away.');
    const code = ((error as Error).cause as { code?: string } | undefined)?.code ?? 'no connection';
    return failure('unavailable', `The backend cannot be reached: ${code}.`);
  }
}
