import type { Coverage } from '../domain/coverage.ts';
import { SreError } from '../domain/errors.ts';
import type { ToolGateway, ToolName } from '../ports/tool-gateway.ts';

/** What was searched, as every operation of the four backends says it. */
export interface Searched {
  readonly what?: string;
  readonly present?: boolean;
  readonly leftOut?: string;
  readonly coverage?: Coverage;
}

/** The shape that every list operation of the four backends answers with. */
export interface Page {
  readonly asOf?: string;
  readonly items: readonly unknown[];
  readonly total?: number;
  readonly truncated?: boolean;
  readonly nextCursor?: string;
  readonly searched?: Searched;
}

/** A list read to its end or to `maxItems`. */
export interface WholeList {
  readonly items: readonly unknown[];
  readonly asOf: string | undefined;
  /** False when the source holds no such signal at all, which is not the same as an empty answer. */
  readonly present: boolean;
  /** What is missing, in words: the list is longer than `maxItems` or than its backend gives, or a limit was met there. */
  readonly truncated: string | undefined;
  /** What was searched, in words. */
  readonly searched: string | undefined;
  /** How far the source was read; undefined where the backend does not say. */
  readonly coverage: Coverage | undefined;
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
  let page: Page | undefined;
  let asOf: string | undefined;
  do {
    const cursor = page?.nextCursor;
    const asked = cursor === undefined ? args : { ...args, cursor };
    page = asPage(await gateway.call(tool, asked, { signal: options.signal }), tool);
    options.onPage?.(page);
    for (const item of page.items) items.push(item);
    asOf ??= page.asOf;
  } while (page.nextCursor !== undefined && items.length < options.maxItems);
  // The last page speaks for all: what a backend learns while it reads is in it.
  const { searched } = page;
  return {
    items,
    asOf,
    present: searched?.present !== false,
    truncated: missing(page, items.length),
    searched: searched?.what,
    coverage: searched?.coverage,
  };
}

function missing(last: Page, read: number): string | undefined {
  // A backend that left something out says `truncated` too; its own words say more than a count would.
  const more = last.nextCursor !== undefined || (last.truncated === true && (last.total ?? read + 1) > read);
  const parts = [
    ...(more ? [`read ${read} of ${last.total ?? 'more'}`] : []),
    ...(last.searched?.leftOut === undefined ? [] : [`left out: ${last.searched.leftOut}`]),
  ];
  return parts.length === 0 ? undefined : parts.join('; ');
}

function asPage(body: unknown, tool: string): Page {
  if (typeof body === 'object' && body !== null && 'items' in body && Array.isArray(body.items)) return body as Page;
  throw new SreError('bad-upstream', `${tool} did not answer with a list`);
}
