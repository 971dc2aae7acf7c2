import { durationSeconds } from '../since.ts';

/** How far a model may look: what the person who asks sees, and no more than an investigation needs. */
export interface ToolScope {
  /** The namespaces of the source as this person sees it; empty when it names none. */
  readonly namespaces: readonly string[];
  readonly now: Date;
}

export const MOST_ROWS = 50;
const LONGEST_LOOK_SECONDS = 7 * 86_400;
const TIME_ARGUMENTS = /^(?:since|start|end|start_time|end_time|time_window)$/;
/** Objects whose content is credentials. */
const CLOSED_KINDS = /^(?:secrets?|serviceaccounttokens?|certificatesigningrequests?)$/i;

/** Arguments that keep to the scope, rows limited; or why they do not, for the model. */
export function withinScope(
  args: Readonly<Record<string, unknown>>,
  scope: ToolScope,
  takesLimit: boolean,
): { readonly args: Readonly<Record<string, unknown>> } | { readonly refused: string } {
  const { namespace, kind } = args;
  if (typeof namespace === 'string' && scope.namespaces.length > 0 && !scope.namespaces.includes(namespace)) {
    return { refused: 'That namespace is not in scope.' };
  }
  if (typeof kind === 'string' && CLOSED_KINDS.test(kind.trim()))
    return { refused: 'Objects of that kind are closed.' };
  for (const [name, value] of Object.entries(args)) {
    if (typeof value === 'string' && TIME_ARGUMENTS.test(name) && isTooLongAgo(value, scope.now)) {
      return { refused: `${name} lies more than seven days back.` };
    }
  }
  if (!takesLimit) return { args };
  const asked = typeof args.limit === 'number' ? args.limit : MOST_ROWS;
  return { args: { ...args, limit: Math.max(1, Math.min(asked, MOST_ROWS)) } };
}

/** Durations, RFC 3339 and unix seconds, as the tools read them; what cannot be read counts as too long ago. */
function isTooLongAgo(value: string, now: Date): boolean {
  const text = value.trim();
  const duration = durationSeconds(text);
  if (duration !== undefined) return duration > LONGEST_LOOK_SECONDS;
  const at = /^\d+(?:\.\d+)?$/.test(text) ? Number(text) * 1_000 : Date.parse(text);
  return !(now.getTime() - at <= LONGEST_LOOK_SECONDS * 1_000);
}
