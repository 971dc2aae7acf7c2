import type { CitedSentence } from '../../domain/explanation.ts';
import type { Evidence } from '../../domain/finding.ts';
import { figuresOf, namesOf, wordsOf } from './claims.ts';
import { SUPERVISOR_INSTRUCTION } from './prompt.ts';

/** Why a sentence is not shown. */
export type DropReason =
  | 'no-citation'
  | 'unknown-citation'
  | 'unknown-name'
  | 'unknown-figure'
  | 'leads-away'
  | 'no-substance';

export type CheckedSentence =
  | ({ readonly held: true } & CitedSentence)
  | { readonly held: false; readonly reason: DropReason };

const CITATION = /\[\s*(E\d{1,6}(?:\s*[,;]\s*E\d{1,6})*)\s*\]/g;
/** Links, mentions and channels: prose has no reason to lead anywhere or call anyone. */
const LEADS_AWAY = /https?:|\bwww\.|<[@#!]|<\w+:|@(?:here|channel|everyone)\b|\]\s*\(|\bmailto:|\bdata:/i;
/** Public host names, and command lines: what to run comes from the rules and the runbooks, never from prose. */
const WEB_NAME =
  /[\p{L}\p{N}-]\.(?:com|net|org|io|dev|app|example|info|biz|co|me|ru|cn|xyz|top|click|link|zip|site|online)\b/iu;
const COMMAND = /\b(?:kubectl|helm|curl|wget|aws|gcloud|az|ssh|scp|sudo|bash|sh|rm|dd|nc|psql|docker)\s+-{0,2}[\w/|.]/i;
const LONGEST_SENTENCE = 600;

/** A text's sentences, each with the citation marks that stand in or right after it; bullet and heading marks go. */
export function splitSentences(text: string): string[] {
  const sentences: string[] = [];
  for (const line of text.split(/\r?\n/)) {
    const bare = line
      .replace(/^\s*(?:[-*•>#]+|\d{1,2}[.)])\s+/, '')
      .replace(/\*\*|__/g, '')
      .trim();
    // A full stop ends a sentence before white space; citations after it still belong to it.
    for (const piece of bare.split(/(?<=[.!?](?:\s*\[\s*E[\d\sE,;]{1,80}\])*)\s+(?!\[\s*E\d)/)) {
      if (/[\p{L}\p{N}]/u.test(piece)) sentences.push(piece.trim());
    }
  }
  return sentences;
}

/**
 * Checks one sentence: it cites evidence that exists, and every name and every figure in it occurs in what it cites.
 * `known` are names that mean something in this investigation: none may be used without evidence that holds it.
 */
export function checkSentence(
  sentence: string,
  evidence: ReadonlyMap<string, Evidence>,
  known: ReadonlySet<string>,
): CheckedSentence {
  const cites = [
    ...new Set([...sentence.matchAll(CITATION)].flatMap((match) => match[1]?.split(/[,;\s]+/).filter(Boolean) ?? [])),
  ];
  const text = sentence
    .replace(CITATION, '')
    .replace(/\s+([.,;:!?])/g, '$1')
    .replace(/\s{2,}/g, ' ')
    .trim();
  if (cites.length === 0) return { held: false, reason: 'no-citation' };
  const cited = cites.map((id) => evidence.get(id));
  if (cited.some((one) => one === undefined)) return { held: false, reason: 'unknown-citation' };
  // A mark that was not read as one is an attempt at something else.
  if (text.length > LONGEST_SENTENCE || leadsAway(text) || /[[\]]\s*E\d|\bE\d+\b/.test(text)) {
    return { held: false, reason: 'leads-away' };
  }
  const source = cited.map((one) => `${one?.target} ${one?.text} ${one?.source} ${one?.observedAt ?? ''}`).join('\n');
  const figures = new Set(figuresOf(source));
  if (figuresOf(text).some((figure) => !figures.has(figure))) return { held: false, reason: 'unknown-figure' };
  const lower = source.toLowerCase();
  const words = new Set(wordsOf(source));
  const occurs = (name: string) => words.has(name) || (/[^a-z0-9]/.test(name) && lower.includes(name));
  if (namesOf(text, known).some((name) => !occurs(name))) return { held: false, reason: 'unknown-name' };
  if (!sharesSubstance(text, words)) return { held: false, reason: 'no-substance' };
  return { held: true, text, cites };
}

/** Runs of words of our own instructions, which are nobody's to read. */
const RUN = 5;
const OUR_WORDS = wordRuns(SUPERVISOR_INSTRUCTION);

function wordRuns(text: string): Set<string> {
  const words = text.toLowerCase().match(/[a-z]+/g) ?? [];
  return new Set(words.slice(RUN - 1).map((_word, index) => words.slice(index, index + RUN).join(' ')));
}

function leadsAway(text: string): boolean {
  if ([...wordRuns(text)].some((run) => OUR_WORDS.has(run))) return true;
  return LEADS_AWAY.test(text) || WEB_NAME.test(text) || COMMAND.test(text);
}

/** True when the two share a word of substance, by its first letters: a sentence about nothing in its evidence proves nothing. */
function sharesSubstance(text: string, words: ReadonlySet<string>): boolean {
  const stem = (word: string) => word.slice(0, 4);
  const stems = new Set([...words].filter((word) => word.length >= 4).map(stem));
  return wordsOf(text).some((word) => (words.has(word) ? word.length >= 3 : word.length >= 4 && stems.has(stem(word))));
}

/** Names that occur in the evidence as what was observed: `service/web` gives `service/web` and `web`. */
export function knownNames(evidence: Iterable<Evidence>): Set<string> {
  const names = new Set<string>();
  for (const { target } of evidence) {
    const name = target.toLowerCase();
    names.add(name);
    for (const part of name.split(/[/\s]+/)) if (part.length >= 3 && /[a-z]/.test(part)) names.add(part);
  }
  for (const kind of ['service', 'pod', 'node', 'namespace', 'deployment', 'container', 'the']) names.delete(kind);
  return names;
}
