import type { FaultKind } from '../fault-kind.ts';
import { say } from '../logs/say.ts';
import { callersOf, type Part, type System } from '../part.ts';
import { changeSignal, drive, podsOf, toward } from '../scene.ts';
import { recordChange } from './changes.ts';
import { aCache, aDatabase, all, anExternal, any, isEngine, runs, usesDatabase } from './places.ts';
import { takeDown } from './pods.ts';
import { callerOf } from './routing.ts';

/** Where each part is scraped, so that its silence shows. */
const notAws = (_: Part, { platform }: System) => platform !== 'aws';

export const dependencies: readonly FaultKind[] = [
  {
    id: 'pool-exhausted',
    causes: ['connection_pool_exhausted'],
    where: all(usesDatabase, runs('jvm', 'go', 'python')),
    passes: true,
    pairs: true,
    strike(scene, part, fault) {
      const max = { jvm: 10, go: 20, python: 15 }[part.runtime as 'jvm' | 'go' | 'python'];
      changeSignal(scene, part, 'pool active', toward(fault, max));
      changeSignal(scene, part, 'pool pending', (base, i) => base + fault.scale(4, 40) * fault.course[i]!);
      changeSignal(scene, part, 'pool timeouts', (base, i) => base + 0.4 * fault.course[i]!);
      changeSignal(scene, part, 'pool wait seconds', (base, i) => base + 2.2 * fault.course[i]!);
      changeSignal(scene, part, 'pool usage seconds', (base, i) => base + 1.5 * fault.course[i]!);
      drive(scene, part, 'latencyMs', fault, fault.scale(300, 3_000));
      const share = fault.scale(0.05, 0.4);
      drive(scene, part, 'errors', fault, share);
      const text = {
        jvm: () =>
          `HikariPool-1 - Connection is not available, request timed out after ${scene.random.whole(30_000, 30_014)}ms (total=10, active=10, idle=0, waiting=${scene.random.whole(4, 44)})`,
        go: () => 'begin tx: context deadline exceeded while waiting for a free connection',
        python: () =>
          'sqlalchemy.exc.TimeoutError: QueuePool limit of size 5 overflow 10 reached, connection timed out, timeout 30.00',
      }[part.runtime as 'jvm' | 'go' | 'python'];
      say(scene, part, { from: fault.from, until: fault.until, perMinute: 2 + share * 5 }, text);
      if (part.runtime === 'jvm')
        say(
          scene,
          part,
          {
            from: fault.from,
            until: fault.until,
            perMinute: 0.2,
            level: 'warn',
            logger: 'com.zaxxer.hikari.pool.ProxyLeakTask',
          },
          () =>
            'Connection leak detection triggered for org.postgresql.jdbc.PgConnection@6b1f on thread http-nio-8080-exec-4, stack trace follows',
        );
      return { complaint: `${part.name} hangs` };
    },
  },
  {
    id: 'store-down',
    axes: ['severity'],
    causes: ['workload_unavailable', 'dependency_unavailable'],
    where: all(notAws, any(aDatabase, aCache, isEngine('rabbitmq'))),
    pairs: true,
    passes: true,
    strike(scene, part, fault) {
      takeDown(scene, podsOf(scene, part), fault);
      changeSignal(scene, part, 'up', (base, i) => (fault.acts(scene.axis.at(i)) ? 0 : base));
      scene.problems.set(part.role, 'refused');
      if (fault.until === undefined)
        scene.alerts.push({
          name: 'TargetDown',
          severity: 'warning',
          labels: { namespace: part.namespace, job: part.name, service: part.name },
          summary: `100% of the ${part.name} targets are down.`,
          startsAt: fault.from + 300,
        });
      // Only that it is not ready is to be seen: why, nobody wrote down.
      return { complaint: `${callersOf(scene.system, part)[0]?.name ?? part.name} fails` };
    },
  },
  {
    id: 'credentials-rotated',
    causes: ['database_credentials_invalid'],
    where: all(aDatabase, isEngine('postgresql', 'mysql', 'mongodb')),
    strike(scene, part, fault) {
      drive(scene, part, 'unreachable', fault, 0.9);
      scene.giveUpMs.set(part.role, 4);
      scene.problems.set(part.role, 'credentials');
      changeSignal(scene, part, 'aborted connects', (base, i) => base + 3 * fault.course[i]!);
      recordChange(scene, part, fault.from - 15, {
        kind: 'config',
        summary: 'Rotate database passwords',
        files: ['vault/database.hcl'],
      });
      if (part.engine === 'postgresql')
        say(scene, part, { from: fault.from, perMinute: 4, level: 'fatal' }, () => ({
          text: 'password authentication failed for user "app"',
          fields: { user: 'app' },
          stack: [
            '\tDETAIL:  Connection matched file "/var/lib/postgresql/data/pg_hba.conf" line 128: "host all all all scram-sha-256"',
          ],
        }));
      else if (part.engine === 'mysql')
        say(
          scene,
          part,
          { from: fault.from, perMinute: 3, level: 'debug', logger: 'MY-010926' },
          () => "Access denied for user 'app'@'10.12.1.31' (using password: YES)",
        );
      else
        say(scene, part, { from: fault.from, perMinute: 3, level: 'info', logger: 'ACCESS' }, () => ({
          text: 'Authentication failed',
          fields: {
            mechanism: 'SCRAM-SHA-256',
            user: 'app',
            db: 'admin',
            error: 'AuthenticationFailed: SCRAM authentication failed, storedKey mismatch',
          },
        }));
      const callers = callersOf(scene.system, part).map(({ name }) => `service/${name}`);
      return {
        causes: ['database_credentials_invalid', 'credentials_expired', 'bad_config_change'],
        components: [`service/${part.name}`, ...callers],
        complaint: 'nothing can log in to the database any more',
      };
    },
  },
  {
    id: 'external-outage',
    axes: ['severity'],
    causes: ['external_service_outage', 'dependency_unavailable'],
    where: anExternal,
    passes: true,
    pairs: true,
    strike(scene, part, fault) {
      drive(scene, part, 'unreachable', fault, fault.scale(0.4, 1));
      scene.giveUpMs.set(part.role, 5_000);
      scene.problems.set(part.role, scene.random.pick(['timeout', 'unavailable'] as const));
      const caller = callerOf(scene, part);
      return { components: [`service/${part.name}`], complaint: `${caller.name} has trouble with ${part.name}` };
    },
  },
  {
    id: 'external-limits-us',
    causes: ['upstream_rate_limited'],
    where: anExternal,
    passes: true,
    pairs: true,
    strike(scene, part, fault) {
      drive(scene, part, 'errors', fault, fault.scale(0.2, 0.9));
      scene.problems.set(part.role, 'limited');
      const caller = callerOf(scene, part);
      return {
        components: [`service/${part.name}`, `service/${caller.name}`],
        complaint: `${caller.name} loses requests to ${part.name}`,
      };
    },
  },
  {
    id: 'external-slow',
    causes: ['external_service_outage', 'dependency_unavailable', 'latency_regression'],
    where: all(anExternal, (part, system) =>
      callersOf(system, part).some(({ runtime }) => runtime !== 'celery' && runtime !== 'python'),
    ),
    passes: true,
    strike(scene, part, fault) {
      drive(scene, part, 'latencyMs', fault, fault.scale(600, 3_500));
      const caller = callerOf(scene, part);
      return { components: [`service/${part.name}`], complaint: `${caller.name} is slow` };
    },
  },
];
