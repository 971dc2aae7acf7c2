import { SreError } from '../domain/errors.ts';
import type { ToolGateway, ToolName } from '../ports/tool-gateway.ts';

/** The shape that every list operation of the four backends answers with. */
export interface Page {
  readonly asOf?: string;
  readonly items: readonly unknown[];
  readonly total?: number;
  readonly truncated?: boolean;
  readonly nextCursor?: string;
  readonly searched?: { readonly present?: boolean; readonly description?: string };
}

/** A list read to its end or to `maxItems`. */
export interface WholeList {
  readonly items: readonly unknown[];
  readonly asOf: string | undefined;
  /** False when the source holds no such signal at all, which is not the same as an empty answer. */
  readonly present: boolean;
  /** What is missing, when the list is longer than `maxItems`. */
  readonly truncated: string | undefined;
}

/** Reads every page of a list operation. Throws SreError `bad-upstream` when an answer is not a page. */
export async function readAllPages(
  gateway: ToolGateway,
  tool: ToolName,
  args: Readonly<Record<string, unknown>>,
  options: {
    readonly signal: AbortSignal;
    readonly maxItems: number;
    /** Sees each page as it came, for what a list tells beside its items. */
    readonly onPage?: (page: Page) => void;
  },
): Promise<WholeList> {
  const items: unknown[] = [];
  let cursor: string | undefined;
  let asOf: string | undefined;
  let present = true;
  do {
    const page = asPage(
      await gateway.call(tool, cursor === undefined ? args : { ...args, cursor }, { signal: options.signal }),
      tool,
    );
    options.onPage?.(page);
    for (const item of page.items) items.push(item);
    asOf ??= page.asOf;
    present = page.searched?.present !== false;
    if (items.length >= options.maxItems && page.nextCursor !== undefined) {
      return { items, asOf, present, truncated: `read ${items.length} of ${page.total ?? 'more'}` };
    }
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return { items, asOf, present, truncated: undefined };
}

function asPage(body: unknown, tool: string): Page {
  if (typeof body === 'object' && body !== null && 'items' in body && Array.isArray(body.items)) return body as Page;
  throw new SreError('bad-upstream', `${tool} did not answer with a list`);
}
