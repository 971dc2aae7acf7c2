import type { Fault, FaultKind } from '../fault-kind.ts';
import { say } from '../logs/say.ts';
import { callersOf, type Part, type System } from '../part.ts';
import { changeSignal, drive, everPodsOf, type Scene, toward, workloadOf } from '../scene.ts';
import { recordChange, rollOut } from './changes.ts';
import { aCache, aCallee, aDatabase, all, anExternal, aService, isEngine, kubernetes, runs } from './places.ts';

/** A caller of the cache that also has a database behind it. */
function rebuilds(caller: Part, { parts }: System): boolean {
  return caller.calls.some(({ role }) => parts.find((one) => one.role === role)?.kind === 'database');
}

const callsService = (part: Part, { parts }: System) =>
  part.calls.some(({ role, critical }) => critical && parts.find((one) => one.role === role)?.kind === 'service');

function serviceCalledBy(scene: Scene, part: Part): Part {
  const { parts } = scene.system;
  const { role } = part.calls.find(
    (call) => call.critical && parts.find((one) => one.role === call.role)?.kind === 'service',
  )!;
  return parts.find((one) => one.role === role)!;
}

/** A share of a part's requests fails since the fault began, each with the same words. */
function failsSaying(scene: Scene, part: Part, fault: Fault, share: number, words: () => string): void {
  drive(scene, part, 'errors', fault, share);
  say(scene, part, { from: fault.from, until: fault.until, perMinute: 2 + 6 * share }, words);
}

/** Faults that lie between parts: in what they hold for one another, wait for, and show one another. */
export const between: readonly FaultKind[] = [
  {
    id: 'cache-expires-at-once',
    causes: ['cache_stampede'],
    where: all(aCache, (part, system) => callersOf(system, part).some((caller) => rebuilds(caller, system))),
    passes: true,
    strike(scene, part, fault) {
      changeSignal(scene, part, 'hit ratio', toward(fault, fault.scale(0.6, 0.15)));
      changeSignal(scene, part, 'expirations', (base, i) => base + 40 * fault.course[i]!);
      changeSignal(scene, part, 'keys', (base, i) => base * (1 - 0.7 * fault.course[i]!));
      const times = fault.scale(2.2, 6);
      for (const caller of callersOf(scene.system, part)) {
        drive(scene, caller, 'latencyMs', fault, fault.scale(30, 250));
        for (const { role } of caller.calls) {
          const store = scene.system.parts.find((one) => one.role === role)!;
          if (store.kind !== 'database') continue;
          scene.callFactors.set(
            `${caller.role}>${role}`,
            fault.course.map((value) => 1 + (times - 1) * value),
          );
          drive(scene, store, 'latencyFactor', fault, 1 + times / 2);
        }
      }
      const callers = callersOf(scene.system, part).map(({ name }) => `service/${name}`);
      return { components: [`service/${part.name}`, ...callers], complaint: 'pages got slow all at once' };
    },
  },
  {
    id: 'all-workers-busy',
    causes: ['thread_pool_exhausted'],
    where: all(aCallee, runs('jvm'), (_, { platform }) => platform !== 'aws'),
    passes: true,
    strike(scene, part, fault) {
      // Tomcat times a request from when a thread took it: who waits for a thread is seen by callers alone.
      changeSignal(scene, part, 'threads busy', toward(fault, 200));
      drive(scene, part, 'networkMs', fault, fault.scale(150, 1_800));
      return { complaint: `calls to ${part.name} hang` };
    },
  },
  {
    id: 'token-expired',
    causes: ['credentials_expired'],
    where: all(aService, callsService),
    strike(scene, part, fault) {
      const callee = serviceCalledBy(scene, part);
      const url = `http://${callee.name}:${callee.port}${callee.routes[0]!.replace(/\{\w+\}/g, '4711')}`;
      const text = {
        jvm: `401 Unauthorized on GET request for "${url}": "{"error":"invalid_token","error_description":"Jwt expired at 2026-02-01T00:00:00Z"}"`,
        go: `GET ${url}: unexpected status 401: {"error":"token is expired by 4m12s"}`,
        node: `Request failed with status code 401 (GET ${url}): jwt expired`,
        python: `401 Client Error: Unauthorized for url: ${url} (Signature has expired)`,
        celery: '',
      }[part.runtime!];
      failsSaying(scene, part, fault, 0.9, () => text);
      return {
        components: [`service/${part.name}`, `service/${callee.name}`],
        complaint: `${part.name} gets nothing from ${callee.name} any more`,
      };
    },
  },
  {
    id: 'secret-of-one-client-changed',
    causes: ['database_credentials_invalid', 'bad_config_change'],
    where: all(kubernetes, aService, (part, { parts }) =>
      part.calls.some(({ role }) =>
        parts.some((one) => one.role === role && ['postgresql', 'mysql'].includes(one.engine ?? '')),
      ),
    ),
    strike(scene, part, fault) {
      const { parts } = scene.system;
      const store = parts.find(
        (one) => ['postgresql', 'mysql'].includes(one.engine ?? '') && part.calls.some(({ role }) => role === one.role),
      )!;
      const name = `${part.name}-database`;
      const workload = workloadOf(scene, part);
      workload.env.push({ name: 'DATABASE_PASSWORD', secret: { name, key: 'password' } });
      recordChange(scene, undefined, fault.from - 70, {
        kind: 'config',
        summary: `Rotate ${name}`,
        files: [`secrets/${part.namespace}/${name}.sops.yaml`],
      });
      rollOut(scene, part, fault.from);
      const user = `${part.name.replaceAll('-', '_')}_rw`;
      const told =
        store.engine === 'postgresql'
          ? `FATAL: password authentication failed for user "${user}"`
          : `Error 1045 (28000): Access denied for user '${user}'@'${everPodsOf(scene, part)[0]!.ip}' (using password: YES)`;
      failsSaying(scene, part, fault, 0.92, () => told);
      if (store.engine === 'postgresql')
        say(scene, store, { from: fault.from, perMinute: 3, level: 'fatal' }, () => ({
          text: `password authentication failed for user "${user}"`,
          fields: { user },
        }));
      return {
        components: [`service/${part.name}`, `service/${store.name}`],
        complaint: `${part.name} cannot log in to its database`,
      };
    },
  },
  {
    id: 'path-moved',
    axes: ['severity', 'earlier'],
    causes: ['gateway_route_mismatch', 'bad_config_change', 'service_env_var_address_mismatch'],
    where: all(aService, callsService),
    strike(scene, part, fault) {
      const callee = serviceCalledBy(scene, part);
      const path = callee.routes[0]!.replace('/v1/', '/v2/').replace(/\{\w+\}/g, '4711');
      const url = `http://${callee.name}:${callee.port}${path}`;
      recordChange(scene, part, fault.from - 30, {
        kind: 'config',
        summary: `Use v2 of ${callee.name}`,
        files: [`config/${part.name}.yaml`],
        diff: `-  ${callee.role}-path: ${callee.routes[0]}\n+  ${callee.role}-path: ${path}`,
      });
      const text = {
        jvm: `404 Not Found on GET request for "${url}": "{"status":404,"error":"Not Found","path":"${path}"}"`,
        go: `GET ${url}: unexpected status 404`,
        node: `Request failed with status code 404 (GET ${url})`,
        python: `404 Client Error: Not Found for url: ${url}`,
        celery: '',
      }[part.runtime!];
      failsSaying(scene, part, fault, fault.scale(0.2, 0.7), () => text);
      return {
        components: [`service/${part.name}`, `service/${callee.name}`],
        complaint: `${part.name} fails on some pages`,
      };
    },
  },
  {
    id: 'connections-leak',
    causes: ['connection_pool_exhausted'],
    where: all(aService, runs('jvm', 'go', 'python'), rebuilds),
    shape: 'gradual',
    strike(scene, part, fault) {
      const max = { jvm: 10, go: 20, python: 15 }[part.runtime as 'jvm' | 'go' | 'python'];
      changeSignal(scene, part, 'pool active', (base, i) =>
        Math.min(max, base + (max - base) * Math.min(1, fault.course[i]! * 1.4)),
      );
      const late = { course: fault.course.map((value) => (value > 0.72 ? 1 : 0)) };
      changeSignal(scene, part, 'pool pending', (base, i) => base + 9 * late.course[i]!);
      changeSignal(scene, part, 'pool timeouts', (base, i) => base + 0.3 * late.course[i]!);
      changeSignal(scene, part, 'pool wait seconds', (base, i) => base + 5 * late.course[i]!);
      drive(scene, part, 'latencyMs', late, 1_500);
      drive(scene, part, 'errors', late, fault.scale(0.1, 0.6));
      const from = scene.axis.at(Math.max(1, late.course.indexOf(1)));
      const text = {
        jvm: 'Unable to acquire JDBC Connection [HikariPool-1 - Connection is not available, request timed out after 30001ms (total=10, active=10, idle=0, waiting=7)]',
        go: 'get connection: pool exhausted: context deadline exceeded',
        python:
          'sqlalchemy.exc.TimeoutError: QueuePool limit of size 10 overflow 5 reached, connection timed out, timeout 30.00 (Background on this error at: https://sqlalche.me/e/20/3o7r)',
      }[part.runtime as 'jvm' | 'go' | 'python'];
      say(scene, part, { from, perMinute: 3 }, () => text);
      return { complaint: `${part.name} gets stuck after a while` };
    },
  },
  {
    id: 'role-lost-a-permission',
    axes: ['severity'],
    causes: ['cloud_permission_denied'],
    where: all((_, { platform }) => platform === 'aws', isEngine('sqs')),
    strike(scene, part, fault) {
      const [caller] = callersOf(scene.system, part);
      recordChange(scene, undefined, fault.from - 20, {
        kind: 'config',
        summary: 'Least privilege for task roles',
        files: ['terraform/iam.tf'],
        diff: '-      "sqs:SendMessage",',
      });
      failsSaying(
        scene,
        caller!,
        fault,
        0.8,
        () =>
          `botocore.exceptions.ClientError: An error occurred (AccessDenied) when calling the SendMessage operation: User: arn:aws:sts::123456789012:assumed-role/${caller!.name}-task/9c1f is not authorized to perform: sqs:sendmessage on resource: arn:aws:sqs:eu-west-1:123456789012:${part.name} because no identity-based policy allows the sqs:sendmessage action`,
      );
      return {
        causes: ['cloud_permission_denied', 'bad_config_change'],
        components: [`service/${caller!.name}`, `service/${part.name}`],
        complaint: `${caller!.name} fails`,
      };
    },
  },
  {
    id: 'archive-full',
    causes: ['wal_archiving_failed'],
    where: all(kubernetes, aDatabase, isEngine('postgresql')),
    shape: 'gradual',
    strike(scene, part, fault) {
      changeSignal(scene, part, 'archive failures', (base, i) => base + 0.1 * Math.min(1, fault.course[i]! * 20));
      changeSignal(scene, part, 'disk share', (base, i) => base + 0.2 * fault.course[i]!);
      say(scene, part, { from: fault.from, perMinute: 1.5, level: 'info' }, () => ({
        text: 'archive command failed with exit code 1',
        stack: ['\tDETAIL:  The failed archive command was: aws s3 cp pg_wal/000000010000002A000000C1 s3://wal/'],
      }));
      return { complaint: 'backups of the database are late' };
    },
  },
  {
    id: 'ports-used-up',
    causes: ['file_descriptor_limit_reached'],
    where: all(aService, runs('go', 'python'), (part, { parts }) =>
      part.calls.some(({ role }) => parts.find((one) => one.role === role)?.engine === 'redis'),
    ),
    strike(scene, part, fault) {
      const cache = scene.system.parts.find(
        ({ engine, role }) => engine === 'redis' && part.calls.some((call) => call.role === role),
      )!;
      const ip = everPodsOf(scene, cache)[0]?.ip ?? '10.0.3.7';
      failsSaying(scene, part, fault, fault.scale(0.15, 0.6), () =>
        part.runtime === 'go'
          ? `dial tcp ${ip}:6379: connect: cannot assign requested address`
          : `redis.exceptions.ConnectionError: Error 99 connecting to ${cache.name}:6379. [Errno 99] Cannot assign requested address.`,
      );
      return { complaint: `${part.name} fails under load` };
    },
  },
  {
    id: 'partner-changed-its-key',
    causes: ['credentials_expired'],
    where: anExternal,
    passes: true,
    strike(scene, part, fault) {
      const [caller] = callersOf(scene.system, part);
      const runtime = caller!.runtime!;
      const url = `https://${part.name}/v1/requests`;
      const text = {
        jvm: `401 Unauthorized on POST request for "${url}": "{"error":"invalid api key"}"`,
        go: `POST ${url}: unexpected status 401: {"message":"Invalid API key provided"}`,
        node: `Request failed with status code 401 (POST ${url})`,
        python: `401 Client Error: Unauthorized for url: ${url}`,
        celery: `401 Client Error: Unauthorized for url: ${url}`,
      }[runtime];
      const share = Math.min(1, caller!.calls.find(({ role }) => role === part.role)!.perRequest);
      failsSaying(scene, caller!, fault, 0.9 * share, () => text);
      return {
        components: [`service/${caller!.name}`, `service/${part.name}`],
        complaint: `${caller!.name} cannot use ${part.name}`,
      };
    },
  },
];
