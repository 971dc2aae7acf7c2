/** Words of changes and of symptoms, and how much the two have in common. */

import { nameInWords } from '../../../../schemas/name-in-words.ts';
import type { ChangeRecord, EvidenceSet } from '../../../domain/signals.ts';
import type { Component } from '../../../domain/target.ts';
import { LETTERS } from '../../cluster/parameters.ts';
import { matchErrorTexts } from '../../log-reading/match-error-texts.ts';
import { LINES } from '../../log-reading/parameters.ts';
import { readCallFailure } from '../../log-reading/peers.ts';
import { readStatements } from '../../log-reading/read-statements.ts';
import { isComplaint } from './change-complaint.ts';
import { CHANGE_WORDS } from './change-parameters.ts';
import { takesAway, type UnknownName, unknownNames } from './change-renames.ts';
import { callsWritten, durationsOf, type UnfoundName, unfoundNames, writesUnfound } from './change-values.ts';
import { closedByTargets, partsKeepAlive } from './closed-by-target.ts';
import { firingAlerts } from './evidence-text.ts';
import { liesBehindFlag, liesInNamed, liesInWritten, type OwnFrames, ownFramesIn } from './flag-frames.ts';

const COMMON = new Set(
  'the and for with from that this not are was has have had into over when then than but all any can could will would should its out off new use used using add added adds set sets get gets let make makes made fix fixes fixed bug update updates updated change changes changed remove removes removed value values error errors failed failure exception caused null undefined true false return returns const var let function class public private static void string int number import export default src lib app main test tests spec java python node js ts go py rb com org net io www http https info warn debug fatal level msg message time timestamp thread line file at in on of to by is it as an or if be no we do so up'.split(
    ' ',
  ),
);
/** Kinds of trouble and the words of a change that can bring it. */
const TROUBLES: readonly { readonly symptom: RegExp; readonly change: RegExp }[] = [
  {
    symptom: /laten|slow|duration|response.?time|timeout|timed out|deadline/i,
    change:
      /quer(?:y|ies)|select|join|index|scan|cache|timeout|retr(?:y|ies)|loop|sleep|lock|batch|sync|n\+1|page|limit|pool|fetch|regex|compress|encrypt/i,
  },
  {
    symptom: /memory|oom|heap|out of memory/i,
    change: /cache|buffer|memory|heap|xmx|limit|leak|load all|pool|retain|batch|map|listener/i,
  },
  {
    symptom: /connection|pool|refused|too many/i,
    change: /connection|pool|host|port|url|address|endpoint|max|timeout|close|transaction/i,
  },
  {
    symptom: /5\d\d|error|exception|null|parse|invalid|unexpected|fail/i,
    change:
      /valid|null|parse|schema|migrat|column|type|field|serializ|json|format|rename|default|enable|rollout|version|upgrade|bump/i,
  },
  {
    symptom: /cpu|throttl|saturat/i,
    change: /loop|regex|pars|compress|encrypt|hash|cpu|limit|quota|thread|worker|concurren|poll|interval/i,
  },
  {
    symptom: /auth|unauthori|forbidden|401|403|permission|token|certificate|tls|x509/i,
    change: /auth|token|secret|credential|key|cert|tls|role|polic|permission|scope/i,
  },
  {
    symptom: /dns|resolve|unknown host|no such host|enotfound/i,
    change: /host|dns|domain|url|endpoint|address|service/i,
  },
];

/** Words of a text: identifiers split at camel case and punctuation, lower case, without the common ones; paths' parts too. */
function wordsOf(text: string): ReadonlySet<string> {
  const words = new Set<string>();
  for (const token of text.slice(0, CHANGE_WORDS.textLetters).match(/[A-Za-z][A-Za-z\d_-]{2,}/g) ?? []) {
    const parts = [token, ...token.replace(/([a-z\d])([A-Z])/g, '$1 $2').split(/[\s_-]+/)];
    for (const part of parts) {
      const word = stem(part.toLowerCase());
      if (word.length > 2 && !COMMON.has(word)) words.add(word);
    }
  }
  return words;
}

const IDENTIFIER = /[A-Za-z][A-Za-z\d]*(?:[_.-][A-Za-z\d]+|[a-z\d][A-Z])[\w.-]*/g;

/** Names that programs use: with an inner capital, underscore or dot, of some length; lower case. Times and files are none. */
function identifiersOf(text: string): ReadonlySet<string> {
  const found = text.slice(0, CHANGE_WORDS.symptomLetters).match(IDENTIFIER) ?? [];
  return new Set(
    found
      .filter(
        (name) =>
          name.length >= LETTERS.naming &&
          !/\.(?:go|java|ts|js|py|rb|cs|php|ya?ml|json|md|com|net|org|io)$|^\w+\.(?:go|java|ts|js|py)\b/.test(name),
      )
      .map((name) => name.toLowerCase()),
  );
}

function stem(word: string): string {
  return word.length > LETTERS.telling && word.endsWith('s') && !word.endsWith('ss') ? word.slice(0, -1) : word;
}

/**
 * Whether the errors name a flag by its key, however it is written: in a frame of a stack, as a file, a function or a
 * setting (`newCart`, `new-cart`, `NEW_CART`). A key of one plain word may stand anywhere.
 */
function isNamedFlag(change: ChangeRecord, symptomInWords: string): boolean {
  if (change.kind !== 'flag') return false;
  const keys = keysOfFlag(change).map(nameInWords);
  return keys.some((key) => key.length >= LETTERS.naming && key.includes('_') && symptomInWords.includes(`_${key}_`));
}

/** The key of a flag: its id, else what its summary begins with (`carts.new_total: 0 % -> 100 %`), with its group or without. */
function keysOfFlag({ id, summary }: ChangeRecord): readonly string[] {
  const named = /^[\w.-]+(?=[:=\s])/.exec(summary)?.[0] ?? '';
  return [id, named, named.slice(named.lastIndexOf('.') + 1)];
}

/** All that a change says of itself. The id of a flag is its key, by which programs know it; others' are numbers. */
function textOfChange(change: ChangeRecord): string {
  return `${change.kind === 'flag' ? change.id : ''}\n${change.summary}\n${(change.files ?? []).join('\n')}\n${change.diff ?? ''}`;
}

/** What complains: questions, firing alerts, new or surging errors in the logs (by service), and the settings that govern these. */
export interface SymptomText {
  readonly text: string;
  readonly byService: ReadonlyMap<string, string>;
  /** Lower case. They stand in configurations, not in the errors that they govern. */
  readonly settings: ReadonlySet<string>;
  /** Who writes the errors that a setting governs. */
  readonly governed: ReadonlyMap<string, readonly Component[]>;
  /** Balancers whose targets close connections over requests, by the figures of these alone. */
  readonly closed: readonly Component[];
  /** Errors in a program's own words: what no table knows, and no call of another that failed. */
  readonly ownWords: readonly OwnWords[];
  readonly frames: readonly OwnFrames[];
  readonly unfound: readonly UnfoundName[];
  readonly unknown: readonly UnknownName[];
}

interface OwnWords {
  readonly service: string;
  readonly words: ReadonlySet<string>;
  /** Milliseconds since 1970. */
  readonly since: number;
}

export function symptomText(evidence: EvidenceSet): SymptomText {
  const alerts = firingAlerts(evidence).map(
    ({ labels, annotations }) =>
      `${labels.alertname ?? ''} ${annotations.summary ?? ''} ${annotations.description ?? ''}`,
  );
  const byService = new Map<string, string>();
  const often = readStatements(evidence).all.filter(({ match, pattern }) => pattern.count >= (match.row.recurs ?? 1));
  // What a database writes of its slow statements is no error by its level.
  const told = new Set(often.map(({ pattern }) => pattern));
  for (const { service, patterns } of evidence.logs.status === 'observed' ? evidence.logs.value : []) {
    const text = patterns
      .filter((pattern) => isComplaint(pattern) || told.has(pattern))
      .slice(0, CHANGE_WORDS.patterns)
      .map((pattern) => `${pattern.template}\n${pattern.samples[0]?.text ?? ''}`)
      .join('\n');
    if (text !== '') byService.set(service, text);
  }
  const ruled = often.flatMap(({ match, blamed }) =>
    (match.row.settings ?? []).map((name) => ({ name: name.toLowerCase(), blamed })),
  );
  const governed = new Map(
    [...Map.groupBy(ruled, ({ name }) => name)].map(([name, by]) => [name, [...new Set(by.map((one) => one.blamed))]]),
  );
  const settings = new Set(governed.keys());
  const text = [...settings, evidence.question ?? '', ...alerts, ...byService.values()].join('\n');
  return {
    text,
    byService,
    settings,
    governed,
    closed: closedByTargets(evidence),
    ownWords: ownWordsIn(evidence),
    frames: ownFramesIn(evidence),
    unfound: unfoundNames(evidence),
    unknown: unknownNames(evidence),
  };
}

function ownWordsIn({ logs }: EvidenceSet): readonly OwnWords[] {
  if (logs.status !== 'observed') return [];
  return logs.value.flatMap(({ service, patterns }) =>
    patterns.flatMap(({ level, count, firstSeen, samples, template }) => {
      const text = samples[0]?.text ?? template;
      const isOwn =
        (level === 'error' || level === 'fatal') &&
        count >= LINES.many &&
        matchErrorTexts(text).length === 0 &&
        readCallFailure(text) === undefined;
      return isOwn && firstSeen !== undefined ? [{ service, words: wordsOf(text), since: Date.parse(firstSeen) }] : [];
    }),
  );
}

/**
 * Whether an error that its service writes since a change has all the words of the path of a file which that wrote: sources
 * are called by what they do, and errors say what failed.
 */
function isOfFile({ files = [], service, timestamp }: ChangeRecord, ownWords: readonly OwnWords[]): boolean {
  const place = wordsOf(service ?? '');
  const paths = files.map((file) => [...wordsOf(file.replace(/\.\w+$/, ''))].filter((word) => !place.has(word)));
  return ownWords.some(
    (error) =>
      error.service === service &&
      error.since >= Date.parse(timestamp) &&
      paths.some((words) => words.length > 1 && words.every((word) => error.words.has(word))),
  );
}

/** How much a change's content has to do with the symptoms, 0 to 1, with the rarest words that say so. */
export interface ContentFit {
  readonly fit: number;
  /** Whether it names what the symptoms name: an identifier or a length of time of both, or several rare words. A fitting kind is no tie. */
  readonly tied: boolean;
  /** Whether it names a setting that governs one of the errors, or failures that are counted. */
  readonly governs: boolean;
  /** Who counts such failures. */
  readonly felt: readonly Component[];
  readonly words: readonly string[];
}

/**
 * Compares changes with the symptoms' words. Words are weighed by rarity among the changes: what every change says tells
 * nothing. A change whose kind of content is known to bring this kind of trouble gets a little without a shared word.
 */
export function contentJudge(
  changes: readonly ChangeRecord[],
  { text: symptom, byService, settings, governed, closed, ownWords, frames, unfound, unknown }: SymptomText,
): (change: ChangeRecord) => ContentFit {
  const complained = wordsOf(symptom);
  const identifiers = identifiersOf(symptom);
  const inWords = `_${nameInWords([...byService.values()].join('\n').slice(0, CHANGE_WORDS.symptomLetters))}_`;
  const durations = durationsOf(symptom);
  const troubles = TROUBLES.filter(({ symptom: trouble }) => trouble.test(symptom));
  const shared = new Map<ChangeRecord, string[]>();
  const seenIn = new Map<string, number>();
  for (const change of changes) {
    const words = [...wordsOf(textOfChange(change))].filter((word) => complained.has(word));
    shared.set(change, words);
    for (const word of words) seenIn.set(word, (seenIn.get(word) ?? 0) + 1);
  }
  const rarity = (word: string) => Math.log((changes.length + 1) / (seenIn.get(word) ?? 1)) + CHANGE_WORDS.leastRarity;
  return (change) => {
    // A service's own name stands in all it logs: it is place, not content.
    const place = wordsOf(change.service ?? '');
    const weights = (shared.get(change) ?? [])
      .filter((word) => !place.has(word))
      .map((word) => [word, rarity(word)] as const)
      .sort((a, b) => b[1] - a[1]);
    const told = weights.slice(0, CHANGE_WORDS.weighed).reduce((sum, [, weight]) => sum + weight, 0);
    const text = textOfChange(change).slice(0, CHANGE_WORDS.textLetters);
    const kind = troubles.some(({ change: brings }) => brings.test(text)) ? CHANGE_WORDS.kindAdds : 0;
    const names = [...identifiersOf(text)];
    const named = names.some((name) => identifiers.has(name) && !place.has(stem(name)));
    // A setting is written with what it belongs to at times: `server.keepAliveTimeout`.
    const set = [...names, ...names.map((name) => name.slice(name.lastIndexOf('.') + 1))];
    const felt = partsKeepAlive(change) ? closed : [];
    const governs = felt.length > 0 || set.some((name) => settings.has(name));
    const writers = set.flatMap((name) => governed.get(name) ?? []);
    // A time-out that was set, and that the errors name as what ran out, with what was called or how.
    const timed = weights.length > 0 && [...durationsOf(text)].some((duration) => durations.has(duration));
    const isWhereItFails = liesInWritten(change, frames);
    const isAskedFor =
      callsWritten(change, byService.get(change.service ?? '') ?? '') ||
      writesUnfound(change, unfound) ||
      takesAway(change, unknown);
    const tied =
      named ||
      governs ||
      isAskedFor ||
      isNamedFlag(change, inWords) ||
      liesBehindFlag(change, frames) ||
      isWhereItFails ||
      liesInNamed(change, frames) ||
      isOfFile(change, ownWords) ||
      timed ||
      (weights.length >= CHANGE_WORDS.tiedWords && told >= CHANGE_WORDS.tiedRarity);
    return {
      // Counted failures have no words that a change could share; a frame in its source says more than words.
      fit: felt.length > 0 || isWhereItFails ? 1 : Math.min(1, kind + told / CHANGE_WORDS.wholeWeight),
      tied,
      governs: governs || isAskedFor,
      felt: [...new Set([...felt, ...writers])],
      words: weights.slice(0, CHANGE_WORDS.shown).map(([word]) => word),
    };
  };
}
