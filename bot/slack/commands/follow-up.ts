import type { Target } from '../../domain/target.ts';
import type { LookupKind } from '../../ports/lookups.ts';
import { typedText } from '../views/text.ts';
import type { Asked } from './asked.ts';
import { parseCommand } from './grammar.ts';
import { COMMANDS } from './index.ts';
import { asksAboutTheAnswer } from './question.ts';
import { findWindow, readLength } from './window.ts';

/** What the thread is about so far. */
export interface ThreadSubject {
  readonly target?: Target;
  readonly sinceSeconds: number;
}

/** What a reply in an investigation's thread asks for. */
export type FollowUp =
  | { readonly kind: 'show-evidence' }
  | { readonly kind: 'stop' }
  | { readonly kind: 'thanks' }
  /** The same again, with another window where one is named. */
  | { readonly kind: 'again'; readonly sinceSeconds: number }
  /** One look; `about` holds the words in which a target may stand, empty for the thread's own. */
  | {
      readonly kind: 'look';
      readonly look: LookupKind;
      readonly about: string;
      readonly sinceSeconds?: number;
    }
  /** An explanation is ruled out or back in; an empty subject means the one that stands first, or was ruled out last. */
  | { readonly kind: 'rule'; readonly out: boolean; readonly subject: string }
  /**
   * Something else: a command, or a question, whose target is the thread's own unless it names one. `aside` is true
   * where the words may be no request at all: then it is one only if they name something known. `question` is true
   * where they ask about the answer that stands, which is what a language model is for: without one they are a request.
   */
  | {
      readonly kind: 'asked';
      readonly asked: Asked;
      readonly keepTarget: boolean;
      readonly aside?: boolean;
      readonly question?: boolean;
    };

const EVIDENCE =
  /\b(?:show|see|list|give|what|all|open)\b.*\b(?:evidence|details?|observations?|proof)\b|^(?:evidence|details?|proof)\b|^why\s*\??$/i;
const STOP = /^(?:please\s+)?(?:stop|cancel|abort)\b(?:\s+(?:it|this|now|please|looking|the investigation))*[.!]?$/i;
const AGAIN =
  /^(?:please\s+)?(?:(?:look|try|check|run|investigate)\s+(?:it\s+)?again|again|retry|re-?run|re-?check|repeat)(?:\s+please)?[.!]?$/i;
const THANKS =
  /^(?:many\s+)?(?:thanks?|thank you|thx|ty|cheers|great|nice|perfect|awesome|good (?:bot|job|work)|well done)\b[^?]{0,30}$/i;
const ON_CALL = /\b(?:who(?:\s+is|'s|\u2019s)?|whos)\b.*\bon[\s-]?call\b|^on[\s-]?call\??$/i;
const YESTERDAY =
  /\b(?:compare|compared|vs\.?|versus|difference|different|same|normal|usual)\b.*\b(?:yesterday|day before|24\s*h(?:ours)?(?: ago)?)\b|\bwhat was it (?:like )?yesterday\b/i;
const SHOW =
  "(?:(?:please\\s+)?(?:can|could)\\s+(?:you|i|we)\\s+)?(?:show|see|get|give|list|open|check|read|display|look\\s+at|any|what(?:\\s+(?:are|do|about)|\u2019s|'s)?)?\\s*(?:me|us)?\\s*(?:the\\s+|all\\s+|any\\s+|its\\s+|recent\\s+|latest\\s+|in\\s+the\\s+)*";
const NOUNS: readonly (readonly [nouns: string, look: LookupKind])[] = [
  ['(?:error\\s+)?logs?|log lines|errors', 'logs'],
  ['metrics?|graphs?|charts?|series', 'metrics'],
  ['pods?|containers|replicas', 'pods'],
  ['(?:kubernetes\\s+|k8s\\s+)?events?', 'events'],
  ['(?:recent\\s+)?(?:changes|deploys|deployments|releases|commits|rollouts)', 'changes'],
  ['runbooks?|playbooks?', 'runbook'],
];
const LOOKS = NOUNS.map(([nouns, look]) => ({
  look,
  pattern: new RegExp(
    `^${SHOW}(?:${nouns})(?:\\s+say)?\\b(?:\\s+(?:of|for|from|in|on|about)\\s+(?:the\\s+)?)?(.*)$`,
    'i',
  ),
}));
const CHANGED =
  /^(?:so\s+)?(?:what(?:'s|\u2019s|\s+has|\s+have)?|did (?:anything|something)|anything)\s+(?:changed?|deployed|released|new)\b(.*)$/i;

const IT = /^(?:it|that|this|that one|this one|the first(?: one)?)$/i;
const BACK_IN =
  /^(?:rule|put|take|bring)\s+(.+?)\s+back(?:\s+in)?$|^(?:un-?rule|reconsider|restore)\s+(.+)$|^it (?:could|may|might) (?:still )?be\s+(.+?)(?:\s+after all)?$/i;
const OUT = [
  /^(?:please\s+)?(?:rule|cross)\s+out\s+(.+)$/i,
  /^(?:please\s+)?(?:rule|cross)\s+(.+?)\s+out$/i,
  /^(?:exclude|discard|ignore|forget about)\s+(.+)$/i,
  /^(?:(?:no|nope|sorry)[,.]?\s+)?(?:it|this|that)(?:'s|\u2019s|\s+is)?\s*(?:n't|n\u2019t|not)\s+(?:because of\s+|caused by\s+|due to\s+)?(.+)$/i,
  /^(?:(?:no|nope|sorry)[,.]?\s+)?(?:it|this|that)\s+(?:isn't|isn\u2019t|can't be|can\u2019t be|cannot be|wasn't|was not)\s+(.+)$/i,
  /^not\s+(?:the\s+)?(\S+(?:\s+\S+)?)$/i,
  /^(.+?)\s+(?:is|are)\s+(?:fine|ok|okay|healthy|not (?:it|the (?:cause|problem)))$/i,
];

const NAMES: readonly string[] = COMMANDS.map((command) => command.name);
/** Words of a request or of a complaint; without any of them, and without a name, a reply is an aside. */
const ASKS =
  /\b(?:check|investigate|look|find|what about|how about|why|instead|slow|slower|fail\w*|down|errors?|broken|time[sd]? ?outs?|latency|5\d\d|crash\w*|stuck|wrong|hang\w*|unavailable|lost|missing|problem|issue)\b/i;

/** Reads a reply addressed to the bot in a thread that has an investigation. */
export function parseFollowUp(typed: string, subject: ThreadSubject): FollowUp {
  const text = typedText(typed).replace(/\s+/g, ' ').trim().slice(0, 1_000);
  const bare = text.replace(/[\s.!?]+$/, '');
  if (STOP.test(text)) return { kind: 'stop' };
  if (EVIDENCE.test(text)) return { kind: 'show-evidence' };
  if (AGAIN.test(text)) return { kind: 'again', sinceSeconds: subject.sinceSeconds };
  if (THANKS.test(bare)) return { kind: 'thanks' };
  if (ON_CALL.test(bare)) return command('oncall');
  const ruled = readRuling(bare);
  if (ruled !== undefined) return ruled;
  if (YESTERDAY.test(bare)) return { kind: 'look', look: 'yesterday', about: bare.replace(YESTERDAY, ' ').trim() };
  const first = bare.split(' ')[0]?.toLowerCase() ?? '';
  const asked = parseCommand(text);
  if (asked.kind === 'help' || (NAMES.includes(first) && asked.kind !== 'invalid' && first !== 'investigate')) {
    return { kind: 'asked', asked, keepTarget: false };
  }
  const look = readLook(bare);
  if (look !== undefined) return look;
  const again = readAgain(bare);
  if (again !== undefined) return again;
  if (NAMES.includes(first) || asked.kind !== 'investigate') return { kind: 'asked', asked, keepTarget: false };
  const sinceSeconds = findWindow(text)?.seconds ?? subject.sinceSeconds;
  // A lone word in a thread is as likely an aside as a name, so it need not be known.
  const question = { ...asked, question: text, explicit: false, sinceSeconds };
  return {
    kind: 'asked',
    asked: question,
    keepTarget: true,
    ...(!ASKS.test(text) && { aside: true }),
    ...(asksAboutTheAnswer(bare) && { question: true }),
  };
}

function command(name: 'oncall'): FollowUp {
  return { kind: 'asked', asked: { kind: 'command', name, words: [] }, keepTarget: false };
}

/** "last 6h", "look back a day": the same again over another window. */
function readAgain(text: string): FollowUp | undefined {
  const length = readLength(text);
  if (length !== undefined) return { kind: 'again', sinceSeconds: length };
  const window = findWindow(text);
  if (window === undefined) return undefined;
  const rest = window.rest;
  const only = /^(?:look|check|go|and|try|what about|how about|now)(?:\s+(?:back|at|over|in))?$/i;
  return rest === '' || AGAIN.test(rest) || only.test(rest)
    ? { kind: 'again', sinceSeconds: window.seconds }
    : undefined;
}

function readLook(text: string): FollowUp | undefined {
  const window = findWindow(text);
  const words = window?.rest ?? text;
  const since = window && { sinceSeconds: window.seconds };
  const changed = CHANGED.exec(words);
  if (changed) return { kind: 'look', look: 'changes', about: lastWords(changed[1]), ...since };
  for (const { look, pattern } of LOOKS) {
    const match = pattern.exec(words);
    // "errors in checkout are rising" is a complaint, not a wish to see something.
    if (match && !/\b(?:is|are|was|were|rising|up|keep|why)\b/i.test(match[1] ?? '')) {
      return { kind: 'look', look, about: lastWords(match[1]), ...since };
    }
  }
  return undefined;
}

function lastWords(text = ''): string {
  return text
    .replace(/^\s*(?:please|now|again|of|for|from|in|on|at|about|the|say)\b/gi, ' ')
    .replace(/\bplease$/i, '')
    .trim();
}

function readRuling(text: string): FollowUp | undefined {
  const back = BACK_IN.exec(text);
  if (back) return { kind: 'rule', out: false, subject: subjectOf(back[1] ?? back[2] ?? back[3]) };
  if (/^(?:no[,.]?\s+)?(?:that|this)(?:'s|\u2019s|\s+is)\s+(?:not it|wrong)$|^not (?:it|that)$/i.test(text)) {
    return { kind: 'rule', out: true, subject: '' };
  }
  // "why do you think the cache is fine?" asks; it rules nothing.
  if (asksAboutTheAnswer(text)) return undefined;
  for (const pattern of OUT) {
    const match = pattern.exec(text);
    if (match) return { kind: 'rule', out: true, subject: subjectOf(match[1]) };
  }
  return undefined;
}

function subjectOf(text = ''): string {
  const words = text.replace(/[\s.!?]+$/, '').trim();
  return IT.test(words) ? '' : words.replace(/^(?:the|a|an|our)\s+/i, '');
}
