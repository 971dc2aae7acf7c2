/** What tools that print the logs of several containers put before each line. */
export type LinePrefix = 'compose' | 'stern';

/** What a prefix says of its line. */
export interface PrefixedLine {
  /** Lines of one container have the same key. */
  readonly key: string;
  readonly service?: string;
  readonly pod?: string;
  readonly container?: string;
  readonly rest: string;
}

/** `[pod/web-0/app] listening`, by `kubectl logs --prefix`. */
const KUBECTL = /^\[pod\/([^/\]]+)\/([^\]]+)\] ?/;
/** `web-1  | listening`, by docker compose. */
const COMPOSE = /^([a-z0-9][\w.-]*?)(?:[-_]\d+)?\s+\| ?/;
/** `web-7d9f6c5b8-x2x9z app listening`, by stern. */
const STERN = /^([a-z0-9][a-z0-9.-]*-(?:[a-z0-9]{6,10}-[a-z0-9]{5}|\d+)) ([a-z0-9][a-z0-9-]*) /;
const LOOKED_AT = 30;

/** The prefix that all lines of a text's beginning have; undefined without one, or with few lines to tell by. */
export function linePrefixOf(head: string): LinePrefix | undefined {
  const lines = head
    .split(/\r?\n/)
    .slice(0, -1)
    .filter((line) => line.trim() !== '')
    .slice(0, LOOKED_AT);
  if (lines.length < 3) return undefined;
  if (lines.every((line) => COMPOSE.test(line))) return 'compose';
  return lines.every((line) => STERN.test(line)) ? 'stern' : undefined;
}

/** Takes a line's prefix off; undefined for a line without one. kubectl's is recognised in every file. */
export function takePrefix(line: string, prefix: LinePrefix | undefined): PrefixedLine | undefined {
  const kubectl = line.charCodeAt(0) === 91 ? KUBECTL.exec(line) : null;
  if (kubectl !== null) return named(line, kubectl);
  if (prefix === 'stern') {
    const stern = STERN.exec(line);
    return stern === null ? undefined : named(line, stern);
  }
  const compose = prefix === 'compose' ? COMPOSE.exec(line) : null;
  return compose === null ? undefined : { key: compose[0], service: compose[1]!, rest: line.slice(compose[0].length) };
}

function named(line: string, [all, pod, container]: RegExpExecArray): PrefixedLine {
  return { key: all!, pod: pod!, container: container!, rest: line.slice(all!.length) };
}
