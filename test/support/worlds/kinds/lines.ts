import type { FaultKind } from '../fault-kind.ts';
import { say } from '../logs/say.ts';
import type { Part } from '../part.ts';
import { drive, type Scene } from '../scene.ts';
import { recordChange } from './changes.ts';
import { all, anExternal, aProgram, aService, kubernetes, runs, usesDatabase } from './places.ts';
import { callerOf } from './routing.ts';

const ofATeam = runs('jvm', 'go', 'node', 'python', 'celery');
const MINUTE = 60;

interface Said {
  readonly text: string;
  readonly stack?: readonly string[];
}

/** A line of each runtime's own making with a frame of the source that it is about. */
function thrown(part: Part, source: string, text: string): Said {
  const name = `${source[0]!.toUpperCase()}${source.slice(1)}`;
  switch (part.runtime) {
    case 'jvm':
      return {
        text: `com.example.app.${source}.${name}MismatchException: ${text}`,
        stack: [`\tat com.example.app.${source}.${name}.apply(${name}.java:31)`],
      };
    case 'go':
      return {
        text: `panic: ${text}`,
        stack: ['goroutine 41 [running]:', `\t/src/internal/${source}/${source}.go:31 +0x1d2`],
      };
    case 'node':
      return {
        text: `${name}MismatchError: ${text}`,
        stack: [`    at apply${name} (/srv/app/dist/pricing/${source}.js:31:9)`],
      };
    default:
      return {
        text: 'Traceback (most recent call last):',
        stack: [
          `  File "/srv/app/pricing/${source}.py", line 31, in apply`,
          '    check(total)',
          `pricing.${source}.${name}MismatchError: ${text}`,
        ],
      };
  }
}

/** What a driver says to whom its database does not know (PostgreSQL, errcodes: 28P01). */
function refusedUser(part: Part): string {
  const said = 'FATAL: password authentication failed for user "exports"';
  if (part.runtime === 'jvm') return `org.postgresql.util.PSQLException: ${said}`;
  if (part.runtime === 'go') return `nightly export: failed SASL auth (${said} (SQLSTATE 28P01))`;
  return part.runtime === 'node'
    ? 'error: password authentication failed for user "exports"'
    : `psycopg.OperationalError: connection failed: ${said}`;
}

/** As servers refuse a request for its size (Spring, body-parser, Django, Go's MaxBytesReader). */
function tooLarge({ runtime }: Part): string {
  if (runtime === 'jvm')
    return 'org.springframework.web.multipart.MaxUploadSizeExceededException: Maximum upload size exceeded';
  if (runtime === 'go') return 'http: request body too large';
  return runtime === 'node'
    ? 'PayloadTooLargeError: request entity too large'
    : 'django.core.exceptions.RequestDataTooBig: Request body exceeded settings.DATA_UPLOAD_MAX_MEMORY_SIZE.';
}

function partnerDenies(scene: Scene, part: Part, from: number, perMinute: number): void {
  const url = 'https://rates.partner.example.net/v2/daily';
  say(scene, part, { from, perMinute }, () => `could not refresh rates: GET ${url} returned status code 401`);
}

function storeOf(scene: Scene, part: Part): Part {
  return scene.system.parts.find(
    ({ role, kind }) => kind === 'database' && part.calls.some((call) => call.role === role),
  )!;
}

/** Lets the pods of a part be there for the first time at `since`, in unix seconds. */
function startAt(scene: Scene, part: Part, since: number): void {
  for (const [n, pod] of scene.pods.entries()) {
    if (pod.part.role !== part.role) continue;
    scene.pods[n] = { ...pod, createdAt: since, firstSeen: since, readySince: since + 3 };
    for (let i = 0; i < scene.axis.points; i++) if (scene.axis.at(i) < since) pod.down[i] = 1;
  }
}

/** Faults of which lines alone tell: how many they are, since when, and among how many others. */
export const lineKinds: readonly FaultKind[] = [
  {
    // A partner took back a key; it is asked every two minutes, and nobody waits for its answer.
    id: 'partner-denies-now-and-then',
    causes: ['credentials_expired'],
    where: all(aService, ofATeam),
    axes: ['age', 'severity'],
    strike(scene, part, fault) {
      partnerDenies(scene, part, fault.from, 0.5);
      return { complaint: `${part.name} shows the rates of yesterday` };
    },
  },
  {
    // Now and then somebody always sends too much; since a time without it, a limit has come down.
    id: 'uploads-refused-since',
    causes: ['bad_config_change'],
    where: all(aService, ofATeam),
    axes: ['age'],
    strike(scene, part, fault) {
      say(scene, part, { from: fault.from, perMinute: 1.2 }, () => tooLarge(part));
      return { complaint: `${part.name} takes no pictures` };
    },
  },
  {
    // A user that was never let in: of a busy program one line among many, of a quiet one nearly all that it writes.
    id: 'user-denied-all-along',
    causes: ['database_credentials_invalid'],
    where: all(aProgram, ofATeam, usesDatabase),
    axes: ['chatter'],
    strike(scene, part) {
      say(scene, part, { perMinute: 2 }, () => refusedUser(part));
      return { complaint: `exports of ${part.name} are missing` };
    },
  },
  {
    // An error of its own that few run into: whether so few could have come at any time is chance.
    id: 'own-error-of-few',
    causes: ['application_error'],
    where: all(aService, ofATeam),
    axes: ['severity', 'chatter'],
    strike(scene, part) {
      const since = scene.axis.end - 57 * MINUTE;
      say(scene, part, { from: since, perMinute: 0.4 }, () => thrown(part, 'rounding', 'totals differ by 3 cents'));
      return { complaint: `${part.name} fails at times` };
    },
  },
  {
    // Nobody used what the release brought before the shops opened. It is called what its source is.
    id: 'release-called-like-its-source',
    causes: ['bad_deploy'],
    where: all(aService, ofATeam),
    axes: ['earlier', 'severity'],
    strike(scene, part, fault) {
      recordChange(scene, part, fault.from - 25 * MINUTE, { kind: 'deploy', summary: 'Rounding anew' });
      drive(scene, part, 'errors', fault, 0.12);
      say(scene, part, { from: fault.from, perMinute: 3 }, () => thrown(part, 'rounding', 'totals differ by 3 cents'));
      return { complaint: `${part.name} fails since the shops opened` };
    },
  },
  {
    // It is no better on any day: below what any service fails nobody minds, above somebody should.
    id: 'partner-fails-all-along',
    causes: ['external_service_outage', 'dependency_unavailable'],
    where: anExternal,
    axes: ['points', 'severity'],
    strike(scene, part) {
      const course = new Float64Array(scene.axis.points).fill(1);
      drive(scene, part, 'errors', { course }, 0.08);
      return {
        components: [`service/${part.name}`, `service/${callerOf(scene, part).name}`],
        complaint: `${callerOf(scene, part).name} fails at times`,
      };
    },
  },
  {
    // A worker that came up before its store did, and works since.
    id: 'started-before-its-store',
    causes: ['dependency_unavailable'],
    where: all(({ kind }) => kind === 'worker', usesDatabase),
    axes: ['size'],
    strike(scene, part, fault) {
      const store = storeOf(scene, part);
      startAt(scene, part, Math.round(fault.from));
      const until = Math.min(scene.axis.end, fault.from + fault.scale(4, 400));
      say(
        scene,
        part,
        { from: fault.from, until, perMinute: 30 },
        () => `could not connect to ${store.name}:${store.port}: connect: connection refused`,
      );
      return { components: [`service/${store.name}`, `service/${part.name}`], complaint: `${part.name} lags behind` };
    },
  },
  {
    // It says in words what its errors say; those who record it record nothing else.
    id: 'release-told-in-words-of-its-errors',
    causes: ['bad_deploy'],
    where: all(aService, ofATeam),
    axes: ['earlier', 'severity'],
    strike(scene, part, fault) {
      scene.changes.splice(0);
      recordChange(scene, part, fault.from - 25 * MINUTE, {
        kind: 'deploy',
        summary: 'Settle vouchers with partial refunds',
      });
      drive(scene, part, 'errors', fault, 0.12);
      say(scene, part, { from: fault.from, perMinute: 3 }, () =>
        thrown(part, 'ledger', 'voucher of a partial refund does not settle'),
      );
      return { complaint: `${part.name} fails since the shops opened` };
    },
  },
  {
    // A worker that was started before the Service was made that it asks: lookups fail until then (kubernetes.io, "Debug Services").
    id: 'looked-up-before-it-was-there',
    causes: ['service_env_var_address_mismatch', 'dns_resolution_failure'],
    where: all(kubernetes, ({ kind }) => kind === 'worker', usesDatabase),
    axes: ['size'],
    strike(scene, part, fault) {
      const { axis } = scene;
      const store = storeOf(scene, part);
      const host = `${store.name}.${store.namespace}`;
      const since = Math.round(axis.end - 8 * MINUTE);
      startAt(scene, part, since);
      const until = since + fault.scale(60, 8 * MINUTE);
      say(
        scene,
        part,
        { from: since, until, perMinute: 40 },
        () => `dial tcp: lookup ${host} on 10.96.0.10:53: no such host`,
      );
      return { components: [`service/${store.name}`, `service/${part.name}`], complaint: `${part.name} lags behind` };
    },
  },
];
