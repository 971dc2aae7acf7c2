import MiniSearch from 'minisearch';
import { passagesOf, type Runbook } from './parse-runbook.ts';

/** What is sought: words, and exact names that weigh more. */
export interface RunbookQuery {
  readonly words: string;
  readonly cause?: string | undefined;
  readonly alert?: string | undefined;
  readonly service?: string | undefined;
}

/** A runbook that fits, with the passage that fits best. */
export interface RunbookHit {
  readonly runbook: Runbook;
  /** 0 to 1, relative to the best hit. */
  readonly score: number;
  readonly step?: string;
  readonly heading?: string;
}

export interface RunbookIndex {
  readonly runbooks: readonly Runbook[];
  /** Best first; a query without any word or name finds every runbook, in title order, without a step. */
  search(query: RunbookQuery): RunbookHit[];
}

/** How much a match in each field counts: a title says more of a runbook than its body. */
const WEIGHTS = { title: 6, causes: 5, alerts: 5, services: 3, headings: 3, body: 1 };
/** Words too common to tell runbooks apart. */
const STOP = new Set(
  'a an and are as at be but by for from has have how i if in into is it its me my no not of on or our so that the their then there these they this to too was we were what when where which who why will with you your'.split(
    ' ',
  ),
);

/** Builds the index of a set of runbooks; every search runs in memory. */
export function createRunbookIndex(runbooks: readonly Runbook[]): RunbookIndex {
  const whole = new MiniSearch({ fields: Object.keys(WEIGHTS), processTerm, tokenize });
  whole.addAll(
    runbooks.map((runbook, id) => ({
      id,
      title: `${runbook.title} ${runbook.id}`,
      causes: runbook.causes.join(' '),
      alerts: runbook.alerts.join(' '),
      services: runbook.services.join(' '),
      headings: runbook.sections.map(({ heading }) => heading).join(' '),
      body: runbook.markdown,
    })),
  );
  const passages = runbooks.map(passageIndex);
  return {
    runbooks,
    search: (query) => {
      const words = wordsFor(query);
      if (words === '') {
        const all = runbooks.toSorted((a, b) => a.title.localeCompare(b.title));
        return all.map((runbook) => ({ runbook, score: 1 }));
      }
      const options = { boost: WEIGHTS, prefix: isLong, fuzzy: (term: string) => (term.length > 5 ? 0.2 : false) };
      const scored = new Map<number, number>();
      for (const { id, score } of whole.search(words, options)) scored.set(id as number, score);
      const top = Math.max(1, ...scored.values());
      // A cause, alert or service that the author named is worth more than any likeness of words.
      for (const [id, runbook] of runbooks.entries()) {
        const bonus = namedBonus(runbook, query);
        if (bonus > 0) scored.set(id, (scored.get(id) ?? 0) + bonus * top);
      }
      const best = Math.max(Number.MIN_VALUE, ...scored.values());
      return [...scored]
        .map(([id, score]) => ({
          runbook: runbooks[id]!,
          score: Math.round((score / best) * 1000) / 1000,
          ...passages[id]!(words),
        }))
        .toSorted((a, b) => b.score - a.score || a.runbook.title.localeCompare(b.runbook.title));
    },
  };
}

/** Finds the passage of one runbook that fits the words best; a list item is preferred to prose. */
function passageIndex(runbook: Runbook): (words: string) => { step?: string; heading?: string } {
  // What tells when or whom is quoted only where nothing tells what to do.
  const telling = runbook.sections.filter(({ heading, text }) => text !== '' && !ASIDE.test(heading));
  const passages = (telling.length > 0 ? telling : runbook.sections).flatMap((section) =>
    passagesOf(section).map((text) => ({
      text,
      heading: section.heading,
      weight: section.steps.includes(text) ? 1.5 : isLead(section, runbook) ? 0.6 : 1,
    })),
  );
  const index = new MiniSearch({ fields: ['text', 'heading'], processTerm, tokenize });
  index.addAll(passages.map(({ text, heading }, id) => ({ id, text, heading })));
  return (words) => {
    const options = {
      boost: { text: 2, heading: 1 },
      prefix: isLong,
      fuzzy: (term: string) => (term.length > 5 ? 0.2 : false),
    };
    const hits = index
      .search(words, options)
      .map(({ id, score }) => ({ passage: passages[id as number]!, score: score * passages[id as number]!.weight }));
    const best = hits.toSorted((a, b) => b.score - a.score)[0]?.passage ?? firstStep(runbook);
    if (best === undefined) return {};
    return { step: best.text, ...(best.heading === '' ? {} : { heading: best.heading }) };
  };
}

/** The prose under the title tells what the trouble is; what to do comes after it. */
function isLead({ heading }: Runbook['sections'][number], { title, sections }: Runbook): boolean {
  return sections.length > 1 && (heading === '' || heading === title);
}

/** Sections that tell when or whom rather than what to do. */
const ASIDE = /escalat|contact|when to use|overview|background|related|see also|history|owner/i;

function firstStep(runbook: Runbook): { text: string; heading: string } | undefined {
  const section = runbook.sections.find(({ heading, steps }) => steps.length > 0 && !ASIDE.test(heading));
  return section === undefined ? undefined : { text: section.steps[0]!, heading: section.heading };
}

function namedBonus(runbook: Runbook, { cause, alert, service }: RunbookQuery): number {
  const names = (list: readonly string[], wanted: string | undefined): boolean =>
    wanted !== undefined && list.some((item) => item.toLowerCase() === wanted.toLowerCase());
  return (
    (names(runbook.causes, cause) ? 2 : 0) +
    (names(runbook.alerts, alert) ? 2 : 0) +
    (names(runbook.services, service) ? 0.5 : 0)
  );
}

function wordsFor({ words, cause, alert, service }: RunbookQuery): string {
  return [words, cause ?? '', alert ?? '', service ?? ''].join(' ').trim();
}

/** Splits at anything that is no letter or digit, and at capitals: PodCrashLooping, oom_killed. */
function tokenize(text: string): string[] {
  return text.replaceAll(/([a-z\d])([A-Z])/g, '$1 $2').split(/[^\p{L}\p{N}]+/u);
}

/** Lower case, without common words and the plural's s, so that `pods` finds `pod`. */
function processTerm(term: string): string | null {
  const word = term.toLowerCase();
  if (word.length < 2 || STOP.has(word)) return null;
  return word.length > 3 && word.endsWith('s') && !word.endsWith('ss') ? word.slice(0, -1) : word;
}

function isLong(term: string): boolean {
  return term.length > 3;
}
