import type { Language, Level } from './model.ts';
import type { Random } from './random.ts';
import { fraction, iso } from './span.ts';

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const two = (n: number): string => `${n}`.padStart(2, '0');
const month = (at: number): string => months[new Date(at * 1000).getUTCMonth()]!;
const day = (at: number): string => two(new Date(at * 1000).getUTCDate());
const clock = (at: number): string => iso(at).slice(11, 19);
const date = (at: number): string => iso(at).slice(0, 10);

const webTime = (at: number): string => `${day(at)}/${month(at)}/${iso(at).slice(0, 4)}:${clock(at)} +0000`;
export const journalTime = (at: number): string => `${month(at)} ${`${Number(day(at))}`.padStart(2)} ${clock(at)}`;
const klogTime = (at: number): string => `${iso(at).slice(5, 7)}${day(at)} ${clock(at)}.${fraction(at, 6)}`;

export interface Line {
  at: number;
  level: Level;
  service: string;
  text: string;
}
type Format = (line: Line, r: Random) => string;

const upper = (level: Level): string => level.toUpperCase();
const first = (text: string): string => text.split('\n')[0]!;
const rest = (text: string): string => text.slice(first(text).length + 1);
const pino: Record<Level, number> = { debug: 20, info: 30, warn: 40, error: 50, fatal: 60 };
const serilog: Record<Level, string> = { debug: 'DBG', info: 'INF', warn: 'WRN', error: 'ERR', fatal: 'FTL' };
const dotnet: Record<Level, string> = { debug: 'dbug', info: 'info', warn: 'warn', error: 'fail', fatal: 'crit' };
const camel = (name: string): string =>
  name.replace(/(^|-)([a-z0-9])/g, (_, _dash, letter: string) => letter.toUpperCase());
const dotted = (name: string): string => name.replace(/-/g, '.');
const postgres: Record<Level, string> = {
  debug: 'DEBUG',
  info: 'LOG',
  warn: 'WARNING',
  error: 'ERROR',
  fatal: 'FATAL',
};
const mysql: Record<Level, string> = { debug: 'Note', info: 'Note', warn: 'Warning', error: 'ERROR', fatal: 'ERROR' };

export const formats: Record<Language, Format> = {
  java: ({ at, level, service, text }, r) =>
    `${iso(at, 3)} ${upper(level).replace('FATAL', 'ERROR').padStart(5)} 1 --- [${service}] [nio-8080-exec-${r.int(1, 12)}] ` +
    `c.${dotted(service).slice(0, 14)}.${camel(service)}Handler : ${text}`,
  go: ({ at, level, text }) =>
    JSON.stringify({ time: iso(at, 9), level: upper(level).replace('FATAL', 'ERROR'), msg: text }),
  zap: ({ at, level, service, text }, r) =>
    JSON.stringify({
      level,
      ts: Number(at.toFixed(4)),
      logger: service,
      caller: `server/handler.go:${r.int(40, 300)}`,
      msg: first(text),
      ...(rest(text) ? { stacktrace: rest(text) } : {}),
    }),
  logfmt: ({ at, level, service, text }, r) =>
    `ts=${iso(at, 3)} level=${level} caller=${service.replace(/-/g, '')}.go:${r.int(40, 300)} msg=${JSON.stringify(text)}`,
  python: ({ at, level, service, text }) =>
    `${date(at)} ${clock(at)},${fraction(at, 3)} ${upper(level).replace('WARN', 'WARNING').replace('FATAL', 'CRITICAL')} ` +
    `[${service.replace(/-/g, '_')}.main] ${text}`,
  node: ({ at, level, service, text }, r) =>
    JSON.stringify({
      level: pino[level],
      time: Math.floor(at * 1000),
      pid: 1,
      hostname: `${service}-${r.hex(5)}`,
      ...(rest(text) ? { err: { type: 'Error', message: first(text), stack: text } } : {}),
      msg: first(text),
    }),
  dotnet: ({ at, level, service, text }) =>
    `${iso(at, 3)} ${dotnet[level]}: ${camel(service).replace(/Api|Svc/, '')}.Api.${camel(service)}[0]\n      ${text.replace(/\n/g, '\n      ')}`,
  serilog: ({ at, level, text }) => `${date(at)} ${clock(at)}.${fraction(at, 3)} +00:00 [${serilog[level]}] ${text}`,
  php: ({ at, level, text }) =>
    `[${date(at)}T${clock(at)}.${fraction(at, 6)}+00:00] production.${upper(level).replace('WARN', 'WARNING').replace('FATAL', 'CRITICAL')}: ${text} [] []`,
  elixir: ({ at, level, text }, r) =>
    `${date(at)} ${clock(at)}.${fraction(at, 3)} request_id=F${r.hex(10)} [${level.replace('warn', 'warning').replace('fatal', 'error')}] ${text}`,
  nginx: ({ at, level, text }, r) =>
    `${date(at).replace(/-/g, '/')} ${clock(at)} [${level.replace('fatal', 'emerg')}] ${r.int(20, 40)}#${r.int(20, 40)}: *${r.int(10_000, 990_000)} ${text}`,
  envoy: ({ at, level, text }, r) =>
    `[${date(at)} ${clock(at)}.${fraction(at, 3)}][${r.int(14, 40)}][${level.replace('warn', 'warning')}][config] ${text}`,
  postgres: ({ at, level, text }, r) => {
    const [who, what] = text.includes('||') ? text.split('||') : ['', text];
    return `${date(at)} ${clock(at)}.${fraction(at, 3)} UTC [${r.int(60, 9000)}] ${who}${who ? ' ' : ''}${postgres[level]}:  ${what}`;
  },
  mysql: ({ at, level, text }, r) => `${iso(at, 6)} ${r.int(8, 900)} [${mysql[level]}] ${text}`,
  redis: ({ at, level, text }) =>
    `1:M ${day(at)} ${month(at)} ${iso(at).slice(0, 4)} ${clock(at)}.${fraction(at, 3)} ${level === 'info' ? '*' : '#'} ${text}`,
  kafka: ({ at, level, text }) => `[${date(at)} ${clock(at)},${fraction(at, 3)}] ${upper(level)} ${text}`,
  rabbitmq: ({ at, level, text }, r) =>
    `${date(at)} ${clock(at)}.${fraction(at, 6)}+00:00 [${level.replace('warn', 'warning')}] <0.${r.int(300, 9000)}.0> ${text}`,
  mssql: ({ at, text }, r) =>
    `${date(at)} ${clock(at)}.${fraction(at, 2)} spid${r.int(9, 90)}${r.next() < 0.3 ? 's' : ' '}     ${text}`,
  klog: ({ at, level, text }, r) =>
    `${upper(level)[0]!.replace('F', 'E')}${klogTime(at)}       1 ${r.pick(['controller', 'reconciler', 'handler'])}.go:${r.int(60, 700)}] ${text}`,
  lambda: ({ at, level, text }, r) =>
    `[${upper(level).replace('WARN', 'WARNING')}]\t${iso(at, 3)}\t${r.uid()}\t${text}`,
  none: ({ text }) => text,
};

const agents = [
  'Mozilla/5.0 (iPhone; CPU iPhone OS 19_2 like Mac OS X)',
  'Mozilla/5.0 (X11; Linux x86_64; rv:142.0)',
  'okhttp/4.12.0',
];
export const ip = (r: Random): string => `10.${r.int(40, 60)}.${r.int(0, 9)}.${r.int(2, 250)}`;

/** What a service writes about a request it has answered. */
export function accessLine(
  language: Language,
  at: number,
  service: string,
  path: string,
  status: number,
  ms: number,
  r: Random,
): string {
  const verb = r.pick(['GET', 'GET', 'GET', 'POST']);
  const size = r.int(180, 9000);
  const line = (text: string, level: Level = status >= 500 ? 'error' : 'info'): string =>
    formats[language]({ at, level, service, text }, r);
  switch (language) {
    case 'nginx':
      return `${ip(r)} - - [${webTime(at)}] "${verb} ${path} HTTP/1.1" ${status} ${size} "-" "${r.pick(agents)}" rt=${(ms / 1000).toFixed(3)} urt=${(ms / 1000).toFixed(3)}`;
    case 'envoy':
      return (
        `[${iso(at, 3)}] "${verb} ${path} HTTP/1.1" ${status} - via_upstream - "-" 0 ${size} ${ms} ${Math.max(1, ms - 1)} "-" ` +
        `"${r.pick(agents)}" "${r.uid()}" "${service}:8080" "${ip(r)}:8080" inbound|8080|| 127.0.0.6:${r.int(32000, 60000)} ${ip(r)}:8080 ${ip(r)}:0 - default`
      );
    case 'go':
      return JSON.stringify({
        time: iso(at, 9),
        level: status >= 500 ? 'ERROR' : 'INFO',
        msg: 'request',
        method: verb,
        path,
        status,
        duration_ms: ms,
      });
    case 'node':
      return JSON.stringify({
        level: status >= 500 ? 50 : 30,
        time: Math.floor(at * 1000),
        pid: 1,
        hostname: service,
        req: { method: verb, url: path },
        res: { statusCode: status },
        responseTime: ms,
        msg: status >= 500 ? 'request errored' : 'request completed',
      });
    case 'python':
      return line(`${ip(r)} - "${verb} ${path} HTTP/1.1" ${status} ${ms}ms`);
    case 'elixir':
      return line(`Sent ${status} in ${ms}ms`, 'info');
    case 'dotnet':
      return `${iso(at, 3)} info: Microsoft.AspNetCore.Hosting.Diagnostics[2]\n      Request finished HTTP/1.1 ${verb} http://${service}${path} - ${status} ${size} application/json ${ms}.${r.int(1000, 9999)}ms`;
    case 'serilog':
      return line(`HTTP ${verb} ${path} responded ${status} in ${ms}.${r.int(1000, 9999)} ms`);
    case 'php':
      return `${ip(r)} -  ${webTime(at)} "${verb} /index.php" ${status} ${path} ${ms}.${r.int(100, 999)} ${r.int(4, 14) * 1024} ${r.int(20, 90)}.${r.int(10, 99)}%`;
    case 'lambda':
      return `REPORT RequestId: ${r.uid()}\tDuration: ${ms}.${r.int(10, 99)} ms\tBilled Duration: ${ms + 1} ms\tMemory Size: 512 MB\tMax Memory Used: ${r.int(120, 190)} MB`;
    default:
      return line(`${verb} ${path} ${status} ${ms}ms`);
  }
}
