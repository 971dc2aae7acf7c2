import { z } from 'zod';
import type { LookupKind } from '../ports/lookups.ts';

/** What a person reads where a button or a form carries nothing that this version knows. */
export const NOT_KNOWN_ANY_MORE = 'I do not know any more what this was about. Please ask again with /sre.';

const LOOKUP_KINDS = {
  ...{ logs: 'logs', metrics: 'metrics', pods: 'pods', events: 'events', changes: 'changes' },
  ...{ runbook: 'runbook', yesterday: 'yesterday' },
} as const satisfies { readonly [Kind in LookupKind]: Kind };
const component = z.string().min(1).max(300);
const sinceSeconds = z.number().int().min(1).max(2_592_000);

/** What buttons and forms carry along and Slack gives back, by what it is for. Messages outlive the version that wrote them. */
export const CARRIED = {
  suggestion: z.object({ target: component.optional(), since: sinceSeconds, question: z.string().max(4_000) }),
  look: z.object({
    kind: z.enum(LOOKUP_KINDS),
    target: component.optional(),
    since: sinceSeconds,
    words: z.string().max(1_000).optional(),
  }),
  place: z.object({
    channel: z.string().min(1).max(50),
    threadTs: z.string().max(50).optional(),
    component: component.optional(),
  }),
  rated: z.object({ investigation: z.string().min(1).max(300) }),
} as const;

/** Reads JSON that a button or a form carried; undefined for what is no JSON, or of another shape. */
export function readCarried<T>(text: string, schema: z.ZodType<T>): T | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined; // Of a message that another version wrote.
  }
  return schema.safeParse(value).data;
}
