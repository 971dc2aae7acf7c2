import type { Hypothesis } from '../domain/answer.ts';
import { toSreError } from '../domain/errors.ts';
import type { EvidenceSet, RunbookMatch } from '../domain/signals.ts';
import type { RunbookSource } from '../ports/runbook-source.ts';
import type { ToolGateway } from '../ports/tool-gateway.ts';

/** How many of the first hypotheses are looked up, and how many runbooks are shown. */
const LOOKED_UP = 3;
const SHOWN = 3;

export interface RunbookReading {
  readonly state: 'done' | 'unknown';
  readonly note: string;
  readonly matches: readonly RunbookMatch[];
  /** What could not be searched, one line each, where something else could. */
  readonly unknown: readonly string[];
  readonly durationMs: number;
}

/**
 * Searches the runbooks by cause, component, firing alert and the words of the complaint, and a Knowledge Base where
 * there is one; best match first. One that fails costs the other nothing.
 */
export async function matchRunbooks(
  { gateway, knowledge }: { readonly gateway: ToolGateway; readonly knowledge?: RunbookSource },
  hypotheses: readonly Hypothesis[],
  evidence: EvidenceSet,
  signal: AbortSignal,
): Promise<RunbookReading> {
  const started = performance.now();
  const done = (rest: Pick<RunbookReading, 'state' | 'note'> & Partial<RunbookReading>): RunbookReading => ({
    matches: [],
    unknown: [],
    ...rest,
    durationMs: Math.round(performance.now() - started),
  });
  const alert = firingAlert(evidence);
  const searches = hypotheses.slice(0, LOOKED_UP).map((hypothesis) => ({
    cause: hypothesis.cause,
    query: `${hypothesis.component.slice(hypothesis.component.indexOf('/') + 1)} ${hypothesis.summary}`.slice(0, 300),
    ...(alert === undefined ? {} : { alert }),
  }));
  if (searches.length === 0 && evidence.question) searches.push({ query: evidence.question.slice(0, 300) } as never);
  const [first] = searches;
  if (first === undefined) return done({ state: 'done', note: 'nothing to look up' });
  const parts = [first.query, first.cause?.replaceAll('_', ' '), evidence.question].map((part) =>
    part?.replace(/[.\s]+$/, ''),
  );
  const words = [...new Set(parts)].filter(Boolean).join('. ');
  const [own, further] = await Promise.all([
    searchBackend(gateway, searches, signal),
    searchKnowledge(knowledge, words, signal),
  ]);
  if (own.trouble !== undefined && further.matches.length === 0) {
    return done({ state: 'unknown', note: own.trouble, unknown: further.unknown });
  }
  const matches = mergeSources(own.matches, further.matches);
  return done({
    state: 'done',
    note: `${matches.length} matching ${matches.length === 1 ? 'runbook' : 'runbooks'}`,
    matches,
    unknown: [...(own.trouble === undefined ? [] : [`runbooks: ${own.trouble}`]), ...further.unknown],
  });
}

async function searchBackend(
  gateway: ToolGateway,
  searches: readonly object[],
  signal: AbortSignal,
): Promise<{ readonly matches: readonly RunbookMatch[]; readonly trouble?: string }> {
  try {
    const answers = await Promise.all(
      searches.map((args) => gateway.call('runbooks___search_runbooks', { ...args, limit: SHOWN }, { signal })),
    );
    return { matches: merge(answers.map((answer) => (answer as { items?: RunbookMatch[] }).items ?? [])) };
  } catch (thrown) {
    return { matches: [], trouble: toSreError(thrown, 'runbook search failed').wording };
  }
}

/** What a Knowledge Base has, and what could not be seen of it. Never throws. */
export async function searchKnowledge(
  knowledge: RunbookSource | undefined,
  words: string,
  signal: AbortSignal,
): Promise<{ readonly matches: readonly RunbookMatch[]; readonly unknown: readonly string[] }> {
  if (knowledge === undefined) return { matches: [], unknown: [] };
  try {
    const { matches, trouble } = await knowledge.search(words, { signal });
    return { matches, unknown: trouble === undefined ? [] : [`knowledge base: ${trouble}`] };
  } catch (thrown) {
    return { matches: [], unknown: [`knowledge base: ${toSreError(thrown, 'knowledge base search failed').wording}`] };
  }
}

/** The backend's runbooks with those of a Knowledge Base that are not the same; best first. */
export function mergeSources(own: readonly RunbookMatch[], further: readonly RunbookMatch[]): readonly RunbookMatch[] {
  const fresh = further.filter((match) => !own.some((known) => isSame(known, match)));
  return [...own, ...fresh].sort((a, b) => b.score - a.score).slice(0, Math.max(SHOWN, own.length));
}

/** One runbook may lie in both: by its title, its file's name, or its text. */
function isSame(own: RunbookMatch, match: RunbookMatch): boolean {
  const file =
    match.id
      .split('/')
      .at(-1)
      ?.replace(/\.\w{1,5}$/, '') ?? '';
  const beginning = plain(own.excerpt).slice(0, 80);
  return (
    plain(own.title) === plain(match.title) ||
    plain(own.id) === plain(file) ||
    (beginning.length >= 40 && plain(match.excerpt).includes(beginning))
  );
}

function plain(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** Each runbook once, at its best; matches of likelier hypotheses weigh more. */
function merge(lists: readonly (readonly RunbookMatch[])[]): readonly RunbookMatch[] {
  const best = new Map<string, RunbookMatch>();
  lists.forEach((list, index) => {
    for (const match of list) {
      const score = match.score / (1 + index);
      const known = best.get(match.id);
      if (known === undefined || known.score < score) best.set(match.id, { ...match, score });
    }
  });
  return [...best.values()].sort((a, b) => b.score - a.score).slice(0, SHOWN);
}

function firingAlert(evidence: EvidenceSet): string | undefined {
  if (evidence.alerts.status !== 'observed') return undefined;
  return evidence.alerts.value.find((alert) => alert.state === 'active')?.labels.alertname;
}
