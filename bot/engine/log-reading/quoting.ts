import type { EvidenceDraft } from '../../domain/finding.ts';
import type { LogPattern, ServiceLogs } from '../../domain/signals.ts';
import { matchErrorTexts } from './match-error-texts.ts';
import { QUOTE } from './parameters.ts';

/** A digest of an image, which takes the room of the answer behind it; its beginning tells it from others. */
const DIGEST = /\b(sha256:[\da-f]{12})[\da-f]{52}\b/g;

/** The evidence that a pattern is: how often, from when to when, and its words. */
export function quotePattern(service: ServiceLogs, pattern: LogPattern, tool: string, text?: string): EvidenceDraft {
  const times = pattern.count === 1 ? 'once' : `${pattern.count} times`;
  const span =
    pattern.firstSeen === undefined || pattern.lastSeen === undefined
      ? ''
      : pattern.firstSeen === pattern.lastSeen
        ? ` at ${pattern.firstSeen}`
        : ` from ${pattern.firstSeen} to ${pattern.lastSeen}`;
  const wrote = `${service.service} wrote ${times}${span}: `;
  const draft: EvidenceDraft = {
    source: 'logs',
    tool,
    target: `service/${service.service}`,
    text: `${wrote}${shorten(text ?? pattern.samples[0]?.text ?? pattern.template, QUOTE.letters - wrote.length)}`,
  };
  return pattern.lastSeen === undefined ? draft : { ...draft, observedAt: pattern.lastSeen };
}

/**
 * The line of an entry that says what is wrong, behind the beginning of its first line; cut to a length that can be read
 * in a thread. That is the line which an error text matches, else the last cause of a chain, else the first line.
 */
function shorten(text: string, room: number): string {
  const lines = text.split('\n');
  const first = lines[0]!;
  const [match] = matchErrorTexts(text);
  if (match !== undefined && match.line === 0) return around(first, match.column, QUOTE.letters);
  const told = match === undefined ? causeOf(lines) : around(lines[match.line]!.trim(), match.column, QUOTE.told);
  if (told === undefined) return cut(first, QUOTE.letters);
  // The telling line is shown whole before the first one is.
  const head = Math.min(QUOTE.head, room - told.length - ' … '.length);
  return first.startsWith('Traceback') || head < QUOTE.leastHead ? told : `${cut(first, head)} … ${told}`;
}

/** What a chain of errors goes back to: the last `Caused by` of Java, the last line of a traceback. */
function causeOf(lines: readonly string[]): string | undefined {
  if (lines[0]!.startsWith('Traceback')) return cut(lines.findLast((line) => line.trim() !== '')!, QUOTE.letters);
  const cause = lines.findLast((line) => /^\s*Caused by:/i.test(line));
  return cause === undefined ? undefined : cut(cause.trim(), QUOTE.told);
}

/** The part of a long line in which a column lies, so that what stands there is within what is shown. */
function around(line: string, column: number, length: number): string {
  if (line.length <= length || column < QUOTE.headOfLine + QUOTE.beforeTold) return cut(line, length);
  return `${line.slice(0, QUOTE.headOfLine)}…${cut(line.slice(column - QUOTE.beforeTold), length - QUOTE.headOfLine - 1)}`;
}

/**
 * A message of a controller, cut to what can be read: around what an error text matches, else its beginning and its end,
 * where errors that are wrapped one in another (`create sandbox: add network: no address left`) say what was wrong first.
 */
export function shortenMessage(message: string): string {
  const text = message
    .trim()
    .replaceAll(/\s*\n\s*/g, ' ')
    .replaceAll(DIGEST, '$1…');
  if (text.length <= QUOTE.told) return text;
  const [match] = matchErrorTexts(text);
  if (match !== undefined && match.column >= QUOTE.headOfLine + QUOTE.beforeTold)
    return around(text, match.column, QUOTE.told);
  return match === undefined
    ? `${cut(text, QUOTE.head)} ${text.slice(QUOTE.head - QUOTE.told)}`
    : cut(text, QUOTE.letters);
}

function cut(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1)}…`;
}

/** The earliest of the times that are there. */
export function earliest(times: readonly (string | undefined)[]): string | undefined {
  return times.filter((time) => time !== undefined).sort()[0];
}
