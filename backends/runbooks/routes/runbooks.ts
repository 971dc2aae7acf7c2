import type { Operations, Playbook, RunbookMatch } from '../../../schemas/generated/runbooks.ts';
import { BackendError, badParameter } from '../../common/backend-error.ts';
import { closeNames } from '../../common/close-names.ts';
import type { Handlers } from '../../common/create-app.ts';
import { pageOf } from '../../common/page.ts';
import { describeSearch } from '../../common/searched.ts';
import { type Category, categoryWords } from '../classify.ts';
import { parseRunbook, type Runbook } from '../parse-runbook.ts';
import type { RunbookDocument, RunbooksProvider } from '../provider.ts';
import { createRunbookIndex, type RunbookHit, type RunbookIndex } from '../search-index.ts';

/** Sections that put things right, and those that say whom to call, by their headings. */
const RESOLUTION =
  /resol|fix|remed|mitigat|recover|restor|rollback|roll back|repair|workaround|action|\bsteps\b|procedure|what to do|solution/i;
const ESCALATION = /escalat|contact|on-?call|who to (call|page)|page\b|severity|notify|communicat/i;
const ESCALATION_TITLE = /escalat|on-?call|who to (call|page)|contacts?\b/i;
const DIAGNOSIS = /diagnos|investigat|check|triage|troubleshoot|symptom|verif|confirm|\bsteps\b|debug|identify/i;
/** A guide shows its diagnostic sections only when there are any, else all of them. */
const EXCERPT = 500;

type RunbookHandlers = Handlers<Operations>;

/** The operations over authored runbooks. The index is built once for each set of documents. */
export function runbookHandlers(provider: RunbooksProvider): RunbookHandlers {
  const asOf = (): string => provider.now().toISOString();
  let built: { documents: readonly RunbookDocument[]; index: RunbookIndex } | undefined;
  const open = async (signal: AbortSignal): Promise<{ present: boolean; index: RunbookIndex }> => {
    const { present, items } = await provider.documents({ signal });
    if (built?.documents !== items) built = { documents: items, index: createRunbookIndex(items.map(parseRunbook)) };
    return { present, index: built.index };
  };
  return {
    describe_source: (_, { signal }) => provider.describe({ signal }),
    search_runbooks: async ({ incident_type, keyword, severity, query, cause, alert, labels, limit }, { signal }) => {
      const { present, index } = await open(signal);
      const named = readLabels(labels);
      const words = [keyword, query, ...Object.values(named)].filter((text) => text !== undefined).join(' ');
      const hits = index
        .search({ words, cause, alert: alert ?? named.alertname, service: named.service ?? named.app })
        .filter(({ runbook }) => fits(runbook, severity, incident_type));
      const filters = { incident_type, keyword, severity, query, cause, alert, labels };
      return { ...frame('runbooks', present, filters), ...cut(hits.map(matchOf), limit) };
    },
    get_incident_playbook: async ({ playbook_id }, { signal }) => {
      const { present, index } = await open(signal);
      const runbook = index.runbooks.find(({ id }) => id === playbook_id);
      if (runbook === undefined) throw unknownPlaybook(playbook_id, index.runbooks);
      return { ...frame('runbooks', present, { playbook_id }), playbook: playbookOf(runbook) };
    },
    get_troubleshooting_guide: async ({ category, issue_type, limit }, { signal }) => {
      const { present, index } = await open(signal);
      const guides = index
        .search({ words: issue_type ?? '' })
        .filter(({ runbook }) => category === undefined || belongsTo(runbook, category))
        .map(({ runbook, score }) => {
          const found = runbook.sections.filter(({ heading, steps }) => DIAGNOSIS.test(heading) && steps.length > 0);
          const sections = found.length > 0 ? found : runbook.sections.filter(({ text }) => text !== '');
          const own = (['kubernetes', 'performance', 'networking', 'database'] as const).find(
            (name) => name === (category ?? runbook.category),
          );
          return {
            id: runbook.id,
            title: runbook.title,
            ...(own === undefined ? {} : { category: own }),
            score,
            steps: sections.flatMap(({ steps }) => steps),
            sections,
          };
        });
      return { ...frame('troubleshooting guides', present, { category, issue_type }), ...cut(guides, limit) };
    },
    get_escalation_procedures: async ({ severity, incident_type, limit }, { signal }) => {
      const { present, index } = await open(signal);
      const procedures = index.runbooks
        .flatMap((runbook) => escalationsOf(runbook, severity, incident_type))
        .toSorted((a, b) => b.score - a.score);
      return { ...frame('escalation procedures', present, { severity, incident_type }), ...cut(procedures, limit) };
    },
    get_common_resolutions: async ({ issue, service, limit }, { signal }) => {
      const { present, index } = await open(signal);
      const procedures = index.search({ words: issue, service }).flatMap(resolutionsOf);
      return { ...frame('resolutions', present, { issue, service }), ...cut(procedures, limit) };
    },
  };

  function frame(what: string, present: boolean, filters: Readonly<Record<string, string | undefined>>) {
    return { asOf: asOf(), searched: describeSearch(what, { present, filters }) };
  }
}

function cut<T>(items: readonly T[], limit: number): { items: T[]; total: number; truncated: boolean } {
  const { nextCursor: _, ...page } = pageOf(items, { limit });
  return page;
}

function fits(runbook: Runbook, severity: string | undefined, incidentType: string | undefined): boolean {
  const stated = runbook.stated.severity;
  return (
    (severity === undefined || stated === undefined || stated === severity) &&
    (incidentType === undefined || runbook.incidentType === incidentType)
  );
}

/** By its stated or judged category, or when its words speak of that category at least three times. */
function belongsTo(runbook: Runbook, category: Category): boolean {
  return runbook.category === category || categoryWords(`${runbook.title}\n${runbook.markdown}`, category) >= 3;
}

function readLabels(labels: string | undefined): Readonly<Record<string, string>> {
  const pairs = (labels ?? '').split(',').filter((pair) => pair.trim() !== '');
  return Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.indexOf('=');
      if (at < 1) throw badParameter('labels', 'must be key=value pairs separated by commas');
      return [
        pair.slice(0, at).trim(),
        pair
          .slice(at + 1)
          .trim()
          .replace(/^"(.*)"$/, '$1'),
      ];
    }),
  );
}

function matchOf({ runbook, score, step, heading }: RunbookHit): RunbookMatch {
  const { id, title, severity, incidentType, causes, alerts, services } = runbook;
  const around = runbook.sections.find((section) => step !== undefined && section.text.includes(step.split('\n')[0]!));
  const text = (around ?? runbook.sections.find((section) => section.text !== ''))?.text ?? '';
  return {
    id,
    title,
    score,
    ...(step === undefined ? {} : { step }),
    ...(heading === undefined ? {} : { heading }),
    excerpt: excerptAround(text, step),
    ...(severity === undefined ? {} : { severity }),
    ...(incidentType === undefined ? {} : { incidentType }),
    causes,
    alerts,
    services,
  };
}

/** At most 500 characters that hold the beginning of the step. */
function excerptAround(text: string, step: string | undefined): string {
  if (text.length <= EXCERPT) return text;
  const at = step === undefined ? 0 : Math.max(0, text.indexOf(step.split('\n')[0]!));
  const start = Math.max(0, Math.min(at - 80, text.length - EXCERPT + 2));
  const end = start + EXCERPT - 2;
  return `${start > 0 ? '…' : ''}${text.slice(start, end)}${end < text.length ? '…' : ''}`;
}

function playbookOf(runbook: Runbook): Playbook {
  const { stated: _, ...playbook } = runbook;
  return playbook;
}

type Procedure = Awaited<ReturnType<RunbookHandlers['get_common_resolutions']>>['items'][number];

function resolutionsOf({ runbook, score }: RunbookHit): Procedure[] {
  const sections = runbook.sections.filter(({ heading }) => RESOLUTION.test(heading) && !ESCALATION.test(heading));
  const usable = sections.filter(({ text }) => text !== '');
  const found = usable.length > 0 ? usable : runbook.sections.filter(({ steps }) => steps.length > 0);
  return found.map((section) => procedureOf(runbook, section, score));
}

/**
 * The sections of a runbook that say whom to call. A page that is about escalation counts with all its sections; of
 * those that name a severity in their heading only the one asked for stays.
 */
function escalationsOf(runbook: Runbook, severity: string | undefined, incidentType: string | undefined): Procedure[] {
  if (!fitsEscalation(runbook, severity, incidentType)) return [];
  const about = ESCALATION_TITLE.test(runbook.title);
  return runbook.sections
    .filter(({ heading, text }) => text !== '' && (about || ESCALATION.test(heading)))
    .filter(({ heading }) => severity === undefined || namesSeverity(heading, severity) !== false)
    .map((section) => {
      const exact = severity !== undefined && namesSeverity(section.heading, severity) === true;
      return procedureOf(runbook, section, exact ? 1 : about ? 0.8 : 0.5);
    });
}

function fitsEscalation(runbook: Runbook, severity: string | undefined, incidentType: string | undefined): boolean {
  const { stated } = runbook;
  return (
    (severity === undefined || stated.severity === undefined || stated.severity === severity) &&
    // A general escalation page serves every type of incident unless it says which.
    (incidentType === undefined ||
      (stated.incidentType ?? (ESCALATION_TITLE.test(runbook.title) ? incidentType : runbook.incidentType)) ===
        incidentType)
  );
}

/** True when a heading names this severity, false when it names another one, undefined when it names none. */
function namesSeverity(heading: string, severity: string): boolean | undefined {
  const named = heading.toLowerCase().match(/\b(low|medium|high|critical)\b/g);
  return named === null ? undefined : named.includes(severity as 'low');
}

function procedureOf(runbook: Runbook, section: Runbook['sections'][number], score: number): Procedure {
  return {
    id: runbook.id,
    title: runbook.title,
    heading: section.heading,
    text: section.text,
    steps: section.steps,
    score,
    ...(runbook.severity === undefined ? {} : { severity: runbook.severity }),
    ...(runbook.incidentType === undefined ? {} : { incidentType: runbook.incidentType }),
  };
}

function unknownPlaybook(id: string, runbooks: readonly Runbook[]): BackendError {
  const near = closeNames(
    id,
    runbooks.map((runbook) => runbook.id),
  );
  const hint = near.length === 0 ? '' : ` Close ids: ${near.join(', ')}.`;
  return new BackendError('not-found', `There is no runbook ${id}.${hint}`);
}
