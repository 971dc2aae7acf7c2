import type { Engine, Runtime } from '../part.ts';
import type { LogEntry } from '../scene.ts';

/** Lines of one entry as its program writes them. */
export type LogForm = (entry: LogEntry) => readonly string[];

const upper = (entry: LogEntry) => entry.level.toUpperCase();
const iso = (time: number) => new Date(time).toISOString();
const spaced = (time: number, mark = '.') => iso(time).replace('T', ' ').replace('Z', '').replace('.', mark);
const withStack = (line: string, { stack = [] }: LogEntry) => [line, ...stack];
/** A number that stays the same for the same entry, for process, thread and connection ids. */
const some = (entry: LogEntry, below: number) => Math.abs(Math.trunc(entry.time / 37)) % below;

const spring: LogForm = (e) =>
  withStack(
    `${iso(e.time)} ${upper(e).padStart(5)} 1 --- [${e.part.name}] [nio-8080-exec-${some(e, 9) + 1}] ${(e.logger ?? 'c.e.a.RequestHandler').padEnd(40)} : ${e.text}`,
    e,
  );

const slog: LogForm = (e) => [
  JSON.stringify({ time: iso(e.time), level: upper(e), msg: e.text, service: e.part.name, ...e.fields }),
];

const PINO = { debug: 20, info: 30, warn: 40, error: 50, fatal: 60 };
const pino: LogForm = (e) => [
  JSON.stringify({
    level: PINO[e.level],
    time: e.time,
    pid: 1,
    hostname: e.pod?.name ?? e.part.name,
    ...(e.stack === undefined ? {} : { err: { type: 'Error', message: e.text, stack: e.stack.join('\n') } }),
    ...e.fields,
    msg: e.text,
  }),
];

const pythonLog: LogForm = (e) =>
  withStack(
    `${spaced(e.time, ',')} ${upper(e).replace('FATAL', 'CRITICAL').replace('WARN', 'WARNING')} [${e.logger ?? 'app.main'}] ${e.text}`,
    e,
  );

const celeryLog: LogForm = (e) =>
  withStack(
    `[${spaced(e.time, ',')}: ${upper(e).replace('WARN', 'WARNING')}/ForkPoolWorker-${some(e, 4) + 1}] ${e.text}`,
    e,
  );

const PG = { debug: 'DEBUG', info: 'LOG', warn: 'WARNING', error: 'ERROR', fatal: 'FATAL' };
const postgresLog: LogForm = (e) =>
  withStack(
    `${spaced(e.time)} UTC [${some(e, 900) + 40}] ${e.fields?.user === undefined ? '' : `${e.fields.user}@app `}${PG[e.level]}:  ${e.text}`,
    e,
  );

const MYSQL = { debug: 'Note', info: 'System', warn: 'Warning', error: 'ERROR', fatal: 'ERROR' };
const mysqlLog: LogForm = (e) =>
  withStack(
    `${iso(e.time).replace('Z', '482Z')} ${some(e, 700) + 8} [${MYSQL[e.level]}] [${e.logger ?? 'MY-010055'}] [Server] ${e.text}`,
    e,
  );

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const redisLog: LogForm = (e) => {
  const d = new Date(e.time);
  const mark = { debug: '.', info: '*', warn: '#', error: '#', fatal: '#' }[e.level];
  return [
    `1:M ${String(d.getUTCDate()).padStart(2, '0')} ${MONTHS[d.getUTCMonth()]} ${d.getUTCFullYear()} ${iso(e.time).slice(11, 23)} ${mark} ${e.text}`,
  ];
};

const MONGO = { debug: 'D1', info: 'I', warn: 'W', error: 'E', fatal: 'F' };
const mongoLog: LogForm = (e) => [
  JSON.stringify({
    t: { $date: iso(e.time).replace('Z', '+00:00') },
    s: MONGO[e.level],
    c: e.logger ?? 'NETWORK',
    id: 22_943 + some(e, 40),
    ctx: `conn${some(e, 4_000)}`,
    msg: e.text,
    ...(e.fields === undefined ? {} : { attr: e.fields }),
  }),
];

const kafkaLog: LogForm = (e) =>
  withStack(`[${spaced(e.time, ',')}] ${upper(e)} ${e.text} (${e.logger ?? 'kafka.server.KafkaServer'})`, e);

const RABBIT = { debug: 'debug', info: 'info', warn: 'warning', error: 'error', fatal: 'critical' };
const rabbitLog: LogForm = (e) =>
  [e.text, ...(e.stack ?? [])].map(
    (text) => `${spaced(e.time)}512+00:00 [${RABBIT[e.level]}] <0.${some(e, 900) + 200}.0> ${text}`,
  );

const NGINX = { debug: 'debug', info: 'notice', warn: 'warn', error: 'error', fatal: 'emerg' };
const nginxLog: LogForm = (e) => {
  if (e.logger === 'access') return [e.text];
  return [
    `${iso(e.time).slice(0, 19).replace(/-/g, '/').replace('T', ' ')} [${NGINX[e.level]}] 31#31: *${some(e, 90_000)} ${e.text}`,
  ];
};

const haproxyLog: LogForm = (e) => [e.text];

const BY_RUNTIME: Readonly<Record<Runtime, LogForm>> = {
  jvm: spring,
  go: slog,
  node: pino,
  python: pythonLog,
  celery: celeryLog,
};
const BY_ENGINE: Partial<Record<Engine, LogForm>> = {
  postgresql: postgresLog,
  mysql: mysqlLog,
  redis: redisLog,
  mongodb: mongoLog,
  kafka: kafkaLog,
  rabbitmq: rabbitLog,
  nginx: nginxLog,
  haproxy: haproxyLog,
};

const lambdaLog: LogForm = (e) => {
  const request = `c6af9ac6-7b61-11e6-9a41-93e8deadbe${String(some(e, 90) + 10)}`;
  if (e.logger === 'report') return [e.text.replace('REQUEST', request).replace('TIME', iso(e.time))];
  return withStack(`[${upper(e)}]\t${iso(e.time)}\t${request}\t${e.text}`, e);
};

/** The lines of an entry in the form of the program that wrote it. */
export function writtenLines(entry: LogEntry): readonly string[] {
  const { runtime, engine } = entry.part;
  if (engine === 'lambda') return lambdaLog(entry);
  const form = runtime === undefined ? (engine === undefined ? undefined : BY_ENGINE[engine]) : BY_RUNTIME[runtime];
  return form === undefined ? [`${iso(entry.time)} ${upper(entry)} ${entry.text}`] : form(entry);
}
