import type { Answer } from '../../domain/answer.ts';
import type { CitedSentence } from '../../domain/explanation.ts';
import type { Evidence } from '../../domain/finding.ts';
import { amountsOf, holdsFigure, takeFigures } from './figures.ts';
import { holdsName, namesOf, wordsOf } from './names.ts';
import { SUPERVISOR_INSTRUCTION } from './prompt.ts';
import { holdsTime, takeTimes } from './times.ts';

/** Why a sentence is not shown. */
export type DropReason =
  | 'no-citation'
  | 'unknown-citation'
  | 'unknown-name'
  | 'unknown-figure'
  | 'unknown-deed'
  | 'leads-away'
  | 'no-substance';

export type CheckedSentence =
  | ({ readonly held: true } & CitedSentence)
  | { readonly held: false; readonly reason: DropReason };

const CITATION = /\[\s*(E\d{1,6}(?:\s*[,;]\s*E\d{1,6})*)\s*\]/g;
/** Links, mentions and channels: prose has no reason to lead anywhere or call anyone. */
const LEADS_AWAY = /https?:\/|\bwww\.|<[@#!]|<\w+:|@(?:here|channel|everyone)\b|\]\s*\(|\bmailto:|\bdata:/i;
/** Public host names, and command lines: what to run comes from the rules and the runbooks, never from prose. */
const WEB_NAME =
  /[\p{L}\p{N}-]\.(?:com|net|org|io|dev|app|example|info|biz|co|me|ru|cn|xyz|top|click|link|zip|site|online)\b/iu;
const COMMAND = /\b(?:kubectl|helm|curl|wget|aws|gcloud|az|ssh|scp|sudo|bash|sh|rm|dd|nc|psql|docker)\s+-{0,2}[\w/|.]/i;
/** Hosts without a dot, those of a cluster and private addresses are nowhere on the web. */
const INSIDE =
  /\bhttps?:\/\/((?:[a-z0-9-]+|[a-z0-9.-]+\.(?:svc|cluster\.local|internal)|(?:10|127|192\.168|172\.(?:1[6-9]|2\d|3[01]))(?:\.\d{1,3}){2,3})(?::\d{1,5})?(?:\/(?:[^\s<>"'`|)\]]*[^\s<>"'`|)\].,;:!?])?)?)(?=$|[\s<>"'`|)\],;:!?]|\.(?:\s|$))/gi;
/** `registry.example/team/name:tag`, or with a digest. */
const IMAGE =
  /(?<![\w./:@-])[a-z0-9-]+(?:\.[a-z0-9-]+)+(?::\d{1,5})?(?:\/[a-z0-9._-]+)+(?::\w[\w.-]{0,127}|@sha256:[0-9a-f]{64})(?<![.])(?=$|[\s"'`),.;:\]])/gi;
/** What people and bots do to systems and incidents: only evidence may say that it was done. */
const DEED =
  /\b(restart(?!s)|reboot|re-?deploy|roll(?:ed|ing|s)? back|rollback|revert|scal(?=e|ing)|delet|remov|purg|wip|drain|cordon|paged|notif|silenc|acknowledg|approv|rul(?:ed|ing|es?) out|resolved|fixed|mitigat|escalat|declar|patched|disabl|enabl|revok|grant|merged|done)/g;
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

/** What a sentence may rest on. */
export interface Grounds {
  readonly evidence: ReadonlyMap<string, Evidence>;
  /** Names that mean something in this investigation: none may be used without evidence that holds it. */
  readonly known: ReadonlySet<string>;
  /** What the rules say themselves, as `plainly` puts it, and the evidence they say it of. */
  readonly stated: ReadonlyMap<string, ReadonlySet<string>>;
}

/**
 * Checks one sentence: it cites evidence that exists, and every name, figure and time in it occurs in what it cites. A
 * sentence of the rules may be quoted word by word with the evidence they rest it on.
 */
export function checkSentence(sentence: string, { evidence, known, stated }: Grounds): CheckedSentence {
  const cites = citesOf(sentence);
  if (cites.length === 0) return { held: false, reason: 'no-citation' };
  const cited = cites.flatMap((id) => evidence.get(id) ?? []);
  if (cited.length < cites.length) return { held: false, reason: 'unknown-citation' };
  const whole = cited
    .map(({ target, text, source: from, observedAt = '' }) => `${target} ${text} ${from} ${observedAt}`)
    .join('\n');
  const text = withoutSchemes(withoutCitations(sentence), whole);
  const source = withoutSchemes(whole, whole);
  // A mark that was not read as one is an attempt at something else.
  if (text.length > LONGEST_SENTENCE || leadsAway(withoutImages(text, source)) || /[[\]]\s*E\d|\bE\d+\b/.test(text)) {
    return { held: false, reason: 'leads-away' };
  }
  const own = stated.get(plainly(text));
  if (own !== undefined && cites.every((id) => own.has(id))) return { held: true, text, cites };
  const words = new Set(wordsOf(source));
  const reason = unproved(text, source, words, known);
  if (reason !== undefined) return { held: false, reason };
  if (!sharesSubstance(text, words)) return { held: false, reason: 'no-substance' };
  return { held: true, text, cites };
}

/** The first thing in a sentence that its source does not hold. */
function unproved(
  text: string,
  source: string,
  words: ReadonlySet<string>,
  known: ReadonlySet<string>,
): DropReason | undefined {
  const [said, seen] = [claimsOf(text), claimsOf(source)];
  if (!said.times.every((time) => holdsTime(time, seen.times))) return 'unknown-figure';
  const parts = new Set([...source.matchAll(/\p{Lu}?\p{Ll}+|\p{Lu}+|%/gu)].map(([part]) => part.toLowerCase()));
  if (!said.figures.every((figure) => holdsFigure(figure, seen.figures, parts))) return 'unknown-figure';
  const amounts = new Set(amountsOf(source));
  if (!amountsOf(text).every((amount) => amounts.has(amount))) return 'unknown-figure';
  const lower = source.toLowerCase();
  if (!deedsIn(text).every((deed) => new RegExp(`\\b${deed}`).test(lower))) return 'unknown-deed';
  return namesOf(text, said.rest, known).every((name) => holdsName(name, lower, words, known))
    ? undefined
    : 'unknown-name';
}

/** Beginnings of the words in which a sentence says that something was done, or is to be done. */
function deedsIn(text: string): string[] {
  return [...text.toLowerCase().matchAll(DEED)].map(([, deed = '']) => deed);
}

function claimsOf(text: string) {
  const { times, rest: untimed } = takeTimes(text);
  return { times, ...takeFigures(untimed) };
}

/** The ids that a sentence cites, each once. */
export function citesOf(sentence: string): string[] {
  const marks = [...sentence.matchAll(CITATION)];
  return [...new Set(marks.flatMap((match) => match[1]?.split(/[,;\s]+/).filter(Boolean) ?? []))];
}

function withoutCitations(sentence: string): string {
  return sentence
    .replace(CITATION, '')
    .replace(/\s+([.,;:!?])/g, '$1')
    .replace(/\s{2,}/g, ' ')
    .trim();
}

/** An address inside the system (`http://cart:7070/x`) as the evidence has it, without what would make a link of it. */
function withoutSchemes(text: string, source: string): string {
  return text.replace(INSIDE, (address, rest: string) => (source.includes(address) ? rest : address));
}

/** Images of containers carry their registry's name; those that the evidence names lead nobody anywhere. */
function withoutImages(text: string, source: string): string {
  return text.replace(IMAGE, (image) => (source.includes(image) ? ' ' : image));
}

/** A sentence so that only its words count. */
function plainly(sentence: string): string {
  return withoutCitations(sentence)
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .replace(/[.!]+$/, '')
    .trim();
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

/** What the rules say of an answer, by what they rest it on: each sentence of a summary or a reason. */
export function statedIn({ hypotheses }: Pick<Answer, 'hypotheses'>): Map<string, Set<string>> {
  const stated = new Map<string, Set<string>>();
  for (const { summary, reasons, evidence, contradicting } of hypotheses) {
    for (const sentence of [summary, ...reasons].flatMap(splitSentences)) {
      const ids = stated.get(plainly(sentence)) ?? new Set();
      for (const id of [...evidence, ...contradicting]) ids.add(id);
      stated.set(plainly(sentence), ids);
    }
  }
  return stated;
}
