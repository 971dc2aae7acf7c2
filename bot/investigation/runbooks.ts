import type { Hypothesis } from '../domain/answer.ts';
import { toSreError } from '../domain/errors.ts';
import type { EvidenceSet, RunbookMatch } from '../domain/signals.ts';
import type { ToolGateway } from '../ports/tool-gateway.ts';

/** How many of the first hypotheses are looked up, and how many runbooks are shown. */
const LOOKED_UP = 3;
const SHOWN = 3;

export interface RunbookReading {
  readonly state: 'done' | 'unknown';
  readonly note: string;
  readonly matches: readonly RunbookMatch[];
  readonly durationMs: number;
}

/** Searches the runbooks by cause, component, firing alert and the words of the complaint; best match first. */
export async function matchRunbooks(
  gateway: ToolGateway,
  hypotheses: readonly Hypothesis[],
  evidence: EvidenceSet,
  signal: AbortSignal,
): Promise<RunbookReading> {
  const started = performance.now();
  const done = (rest: Omit<RunbookReading, 'durationMs'>): RunbookReading => ({
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
  if (searches.length === 0) return done({ state: 'done', note: 'nothing to look up', matches: [] });
  try {
    const answers = await Promise.all(
      searches.map((args) => gateway.call('runbooks___search_runbooks', { ...args, limit: SHOWN }, { signal })),
    );
    const matches = merge(answers.map((answer) => (answer as { items?: RunbookMatch[] }).items ?? []));
    return done({
      state: 'done',
      note: `${matches.length} matching ${matches.length === 1 ? 'runbook' : 'runbooks'}`,
      matches,
    });
  } catch (thrown) {
    return done({ state: 'unknown', note: toSreError(thrown, 'runbook search failed').wording, matches: [] });
  }
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
