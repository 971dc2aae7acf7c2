/** What tools that print the logs of several containers put before each line, or programs of one file into each line. */
export type LinePrefix = 'compose' | 'stern' | 'spring';

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
/**
 * `INFO 4711 --- [billing] [nio-8080-exec-1] c.a.Billing : …`: Spring Boot since 3.2 writes `spring.application.name` in
 * brackets before the thread (Spring Boot's manual, "Logging", "Log Format").
 */
const SPRING = /(?:TRACE|DEBUG|INFO|WARN|ERROR|FATAL) +\d+ --- \[([\w.-]+)\] \[[^\]]{1,60}\] /;
const LOOKED_AT = 30;

/**
 * The prefix that all lines of a text's beginning have; undefined without one, or with few lines to tell by. Several
 * programs of Spring's that write into one file are told apart by their own names; one alone is as its file is called.
 */
export function linePrefixOf(head: string): LinePrefix | undefined {
  const all = head
    .split(/\r?\n/)
    .slice(0, -1)
    .filter((line) => line.trim() !== '');
  const lines = all.slice(0, LOOKED_AT);
  if (lines.length < 3) return undefined;
  if (lines.every((line) => COMPOSE.test(line))) return 'compose';
  if (lines.every((line) => STERN.test(line))) return 'stern';
  return new Set(all.flatMap((line) => SPRING.exec(line)?.[1] ?? [])).size > 1 ? 'spring' : undefined;
}

/** Takes a line's prefix off; undefined for a line without one. kubectl's is recognised in every file, Spring's name stays. */
export function takePrefix(line: string, prefix: LinePrefix | undefined): PrefixedLine | undefined {
  const kubectl = line.charCodeAt(0) === 91 ? KUBECTL.exec(line) : null;
  if (kubectl !== null) return named(line, kubectl);
  if (prefix === 'stern') {
    const stern = STERN.exec(line);
    return stern === null ? undefined : named(line, stern);
  }
  if (prefix === 'spring') {
    const program = SPRING.exec(line)?.[1];
    return program === undefined ? undefined : { key: program, service: program, rest: line };
  }
  const compose = prefix === 'compose' ? COMPOSE.exec(line) : null;
  return compose === null ? undefined : { key: compose[0], service: compose[1]!, rest: line.slice(compose[0].length) };
}

function named(line: string, [all, pod, container]: RegExpExecArray): PrefixedLine {
  return { key: all!, pod: pod!, container: container!, rest: line.slice(all!.length) };
}
