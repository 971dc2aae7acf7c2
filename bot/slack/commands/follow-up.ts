import type { Target } from '../../domain/target.ts';
import { typedText } from '../views/text.ts';
import { type Asked, parseCommand } from './grammar.ts';
import { COMMANDS } from './table.ts';
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
  /** The same again, with another window where one is named. */
  | { readonly kind: 'again'; readonly sinceSeconds: number }
  /** Something else: a command, or a question, whose target is the thread's own unless it names one. */
  | { readonly kind: 'asked'; readonly asked: Asked; readonly keepTarget: boolean };

const EVIDENCE =
  /\b(?:show|see|list|give|what|all|open)\b.*\b(?:evidence|details?|observations?|proof)\b|^(?:evidence|details?|proof)\b|^why\s*\??$/i;
const STOP = /^(?:please\s+)?(?:stop|cancel|abort)\b(?:\s+(?:it|this|now|please|looking|the investigation))*[.!]?$/i;
const AGAIN =
  /^(?:please\s+)?(?:(?:look|try|check|run|investigate)\s+(?:it\s+)?again|again|retry|re-?run|re-?check|repeat)(?:\s+please)?[.!]?$/i;
const NAMES: readonly string[] = COMMANDS.map((command) => command.name);

/** Reads a reply addressed to the bot in a thread that has an investigation. */
export function parseFollowUp(typed: string, subject: ThreadSubject): FollowUp {
  const text = typedText(typed).replace(/\s+/g, ' ').trim();
  if (STOP.test(text)) return { kind: 'stop' };
  if (EVIDENCE.test(text)) return { kind: 'show-evidence' };
  if (AGAIN.test(text)) return { kind: 'again', sinceSeconds: subject.sinceSeconds };
  const length = readLength(text);
  if (length !== undefined) return { kind: 'again', sinceSeconds: length };
  const window = findWindow(text);
  const rest = (window?.rest ?? text).replace(/\s*[.!?]+$/, '');
  if (
    window &&
    (rest === '' ||
      AGAIN.test(rest) ||
      /^(?:look|check|go|and|try|what about|how about|now)(?:\s+(?:back|at|over|in))?$/i.test(rest))
  ) {
    return { kind: 'again', sinceSeconds: window.seconds };
  }
  const first = text.split(' ')[0]?.toLowerCase() ?? '';
  const asked = parseCommand(text);
  if (NAMES.includes(first) || asked.kind === 'help') return { kind: 'asked', asked, keepTarget: false };
  if (asked.kind !== 'investigate') return { kind: 'asked', asked, keepTarget: false };
  const sinceSeconds = window?.seconds ?? subject.sinceSeconds;
  // A lone word in a thread is as likely an aside ("thanks") as a name, so it need not be known.
  return { kind: 'asked', asked: { ...asked, question: text, explicit: false, sinceSeconds }, keepTarget: true };
}
