import type { Pod } from '../kubernetes/state.ts';
import type { Engine, Part, Runtime } from '../part.ts';
import { everPodsOf, type LogEntry, type Scene } from '../scene.ts';
import type { Courses } from '../simulate/course.ts';

type Line = Pick<LogEntry, 'level' | 'text' | 'logger' | 'fields'>;
interface Moment {
  readonly random: Scene['random'];
  readonly part: Part;
  readonly latencyMs: number;
  readonly failing: boolean;
  /** Unix milliseconds. */
  readonly time: number;
}
type Chatter = (moment: Moment) => Line;

const id = (m: Moment) => m.random.whole(10_000, 64_999);
const took = (m: Moment) => Math.max(1, Math.round(m.latencyMs * m.random.between(0.4, 1.9)));
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
/** The common log format's time, without its zone. */
const clf = (time: number) => {
  const at = new Date(time).toISOString();
  return `${at.slice(8, 10)}/${MONTHS[Number(at.slice(5, 7)) - 1]}/${at.slice(0, 4)}:${at.slice(11, 19)}`;
};
const path = (m: Moment) => m.random.pick(m.part.routes).replace(/\{\w+\}/g, () => String(id(m)));

/** What programs say while nothing is the matter; requests are told with the status and time of the moment. */
const BY_RUNTIME: Readonly<Record<Runtime, readonly Chatter[]>> = {
  jvm: [
    (m) => ({
      level: 'info',
      logger: 'c.e.a.web.RequestLog',
      text: `GET ${path(m)} ${m.failing ? 500 : 200} ${took(m)}ms`,
    }),
    (m) => ({
      level: 'info',
      logger: 'c.e.a.service.Processor',
      text: `Processed request ${id(m)} for tenant eu-${m.random.whole(1, 9)}`,
    }),
    (m) => ({ level: 'info', logger: 'o.s.c.config.ConfigClient', text: `Refreshed ${m.random.whole(1, 6)} settings` }),
  ],
  go: [
    (m) => ({
      level: m.failing ? 'error' : 'info',
      text: 'request completed',
      fields: { method: 'GET', path: path(m), status: m.failing ? 500 : 200, duration_ms: took(m) },
    }),
    (m) => ({ level: 'info', text: 'cache refreshed', fields: { entries: m.random.whole(100, 4_000) } }),
  ],
  node: [
    (m) => ({
      level: m.failing ? 'error' : 'info',
      text: 'request completed',
      fields: { reqId: `req-${id(m)}`, url: path(m), statusCode: m.failing ? 500 : 200, responseTime: took(m) },
    }),
    (m) => ({ level: 'info', text: `session ${id(m)} renewed` }),
  ],
  python: [
    (m) => ({
      level: 'info',
      logger: 'uvicorn.access',
      text: `10.12.${m.random.whole(0, 9)}.${m.random.whole(2, 250)}:${id(m)} - "GET ${path(m)} HTTP/1.1" ${m.failing ? 500 : 200}`,
    }),
    (m) => ({ level: 'info', logger: 'app.jobs', text: `batch ${id(m)} written, ${m.random.whole(10, 400)} rows` }),
  ],
  celery: [
    (m) => ({
      level: 'info',
      text: `Task ${m.random.pick(m.part.routes)}[b7c1f0e2-${id(m)}] succeeded in ${(took(m) / 1000).toFixed(3)}s: None`,
    }),
    (m) => ({ level: 'info', text: `Task ${m.random.pick(m.part.routes)}[c02e91aa-${id(m)}] received` }),
  ],
};

const BY_ENGINE: Partial<Record<Engine, readonly Chatter[]>> = {
  postgresql: [
    () => ({ level: 'info', text: 'checkpoint starting: time' }),
    (m) => ({
      level: 'info',
      text: `checkpoint complete: wrote ${m.random.whole(300, 2_400)} buffers (${m.random.between(1, 9).toFixed(1)}%); 0 WAL file(s) added, 0 removed, 1 recycled; write=269.${m.random.whole(100, 999)} s, sync=0.0${m.random.whole(10, 40)} s, total=269.${m.random.whole(100, 999)} s`,
    }),
  ],
  mysql: [
    (m) => ({
      level: 'debug',
      logger: 'MY-010914',
      text: `Aborted connection ${id(m)} to db: 'app' user: 'app' host: '10.12.0.${m.random.whole(2, 250)}' (Got timeout reading communication packets).`,
    }),
  ],
  redis: [
    (m) => ({ level: 'info', text: `${m.random.whole(100, 900)} changes in 60 seconds. Saving...` }),
    () => ({ level: 'info', text: 'Background saving terminated with success' }),
  ],
  mongodb: [
    (m) => ({
      level: 'info',
      text: 'Connection accepted',
      fields: { remote: `10.12.0.${m.random.whole(2, 250)}:${id(m)}`, connectionCount: m.random.whole(40, 50) },
    }),
  ],
  kafka: [
    (m) => ({
      level: 'info',
      logger: 'kafka.log.UnifiedLog',
      text: `[UnifiedLog partition=__consumer_offsets-${m.random.whole(0, 49)}, dir=/var/lib/kafka/data] Rolled new log segment at offset ${id(m)} in 1 ms.`,
    }),
  ],
  rabbitmq: [
    (m) => ({
      level: 'info',
      text: `accepting AMQP connection <0.${id(m)}.0> (10.12.0.${m.random.whole(2, 250)}:${id(m)} -> 10.12.0.4:5672)`,
    }),
  ],
  nginx: [(m) => accessLine(m)],
  haproxy: [
    (m) => ({
      level: 'info',
      text: `10.20.0.${m.random.whole(2, 250)}:${id(m)} [${clf(m.time)}.120] www~ app/app-${m.random.whole(1, 2)} 0/0/1/${took(m)}/${took(m)} ${m.failing ? 503 : 200} ${m.random.whole(400, 9_000)} - - ---- 21/21/3/1/0 0/0 "GET ${path(m)} HTTP/1.1"`,
    }),
  ],
};

function report(m: Moment): Line {
  const ms = m.latencyMs * m.random.between(0.5, 1.6);
  return {
    level: 'info',
    logger: 'report',
    text: `REPORT RequestId: REQUEST\tDuration: ${ms.toFixed(2)} ms\tBilled Duration: ${Math.ceil(ms)} ms\tMemory Size: 256 MB\tMax Memory Used: ${m.random.whole(88, 121)} MB`,
  };
}

function accessLine(m: Moment): Line {
  const seconds = (took(m) / 1000).toFixed(3);
  return {
    level: 'info',
    logger: 'access',
    text: `203.0.113.${m.random.whole(2, 250)} - - [${clf(m.time)} +0000] "GET ${path(m)} HTTP/1.1" ${m.failing ? 502 : 200} ${m.random.whole(200, 9_000)} "-" "Mozilla/5.0" ${m.random.whole(300, 900)} ${seconds} [${m.part.namespace}-upstream-80] [] 10.12.0.7:8080 ${m.random.whole(200, 9_000)} ${seconds} ${m.failing ? 502 : 200}`,
  };
}

/** Lets every pod talk as it does on any day, about `perMinute` lines a minute while it is up. */
export function chatter(scene: Scene, courses: Courses, perMinute: number): void {
  const { random, axis } = scene;
  for (const part of scene.system.parts) {
    const lines =
      part.engine === 'lambda'
        ? [report]
        : part.runtime === undefined
          ? BY_ENGINE[part.engine!]
          : BY_RUNTIME[part.runtime];
    if (lines === undefined) continue;
    const course = courses.parts.get(part.role)!;
    const rate = (part.runtime === undefined ? 0.35 : 1) * perMinute * (axis.step / 60);
    for (const pod of speakers(scene, part)) {
      for (let i = 0; i < axis.points; i++) {
        if (pod?.down[i] === 1 || (pod !== undefined && pod.firstSeen > axis.at(i))) continue;
        for (let n = random.poisson(rate); n > 0; n--) {
          const time = Math.round((axis.at(i) - random.between(0, axis.step)) * 1000);
          const moment = {
            random,
            part,
            time,
            latencyMs: course.latencyMs[i]!,
            failing: random.chance(course.errors[i]!),
          };
          const line = (random.chance(0.7) ? lines[0]! : random.pick(lines))(moment);
          scene.logs.push({ part, pod, time, ...line });
        }
      }
    }
  }
}

function speakers(scene: Scene, part: Part): readonly (Pod | undefined)[] {
  const pods = everPodsOf(scene, part);
  return pods.length === 0 ? (part.kind === 'external' ? [] : [undefined]) : pods;
}
