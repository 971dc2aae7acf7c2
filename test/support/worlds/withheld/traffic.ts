import type { FaultKind } from '../fault-kind.ts';
import { recordChange } from '../kinds/changes.ts';
import { aCache, aDatabase, all, aService, isEngine, kubernetes, runs } from '../kinds/places.ts';
import { say } from '../logs/say.ts';
import { changeSignal, drive, toward } from '../scene.ts';

const DENIED = {
  jvm: 'software.amazon.awssdk.services.s3.model.S3Exception: User: arn:aws:sts::123456789012:assumed-role/app-role/i-0f is not authorized to perform: s3:PutObject on resource: "arn:aws:s3:::receipts/2026" because no identity-based policy allows the s3:PutObject action (Service: S3, Status Code: 403)',
  go: 'operation error S3: PutObject, https response error StatusCode: 403, RequestID: 8XQ2, api error AccessDenied: User: arn:aws:sts::123456789012:assumed-role/app-role/go is not authorized to perform: s3:PutObject',
  node: 'AccessDenied: User: arn:aws:sts::123456789012:assumed-role/app-role/n is not authorized to perform: s3:PutObject on resource: "arn:aws:s3:::receipts/2026"',
  python:
    'botocore.exceptions.ClientError: An error occurred (AccessDenied) when calling the PutObject operation: User: arn:aws:sts::123456789012:assumed-role/app-role/p is not authorized to perform: s3:PutObject',
  celery: 'botocore.exceptions.ClientError: An error occurred (AccessDenied) when calling the PutObject operation',
};

export const withheldTraffic: readonly FaultKind[] = [
  {
    id: 'cloud-role-reduced',
    causes: ['cloud_permission_denied'],
    where: aService,
    strike(scene, part, fault) {
      drive(scene, part, 'errors', fault, fault.scale(0.15, 0.7));
      recordChange(scene, undefined, fault.from - 120, {
        kind: 'config',
        summary: 'Least privilege for app-role',
        files: ['terraform/iam/app-role.tf'],
      });
      say(scene, part, { from: fault.from, perMinute: 4 }, () => DENIED[part.runtime!]);
      return {
        causes: ['cloud_permission_denied', 'bad_config_change'],
        complaint: `${part.name} cannot store receipts`,
      };
    },
  },
  {
    id: 'idle-connections-cut',
    causes: ['idle_timeout_mismatch'],
    where: all(kubernetes, aService, runs('node'), (part, { parts }) =>
      parts.some(({ engine, calls }) => engine === 'nginx' && calls.some(({ role }) => role === part.role)),
    ),
    strike(scene, part, fault) {
      recordChange(scene, part, fault.from - 30, {
        kind: 'config',
        summary: 'server.keepAliveTimeout 75 s -> 5 s',
        files: ['src/server.ts'],
        diff: '-server.keepAliveTimeout = 75_000\n+server.keepAliveTimeout = 5_000',
      });
      drive(scene, part, 'unreachable', fault, fault.scale(0.02, 0.08));
      scene.problems.set(part.role, 'reset');
      return {
        causes: ['idle_timeout_mismatch', 'bad_config_change'],
        components: [`service/${part.name}`, 'service/ingress-nginx-controller'],
        complaint: 'now and then a page answers 502',
      };
    },
  },
  {
    id: 'cache-emptied',
    causes: ['cache_stampede'],
    where: aCache,
    passes: true,
    strike(scene, part, fault) {
      changeSignal(scene, part, 'keys', (base, i) => base * (1 - 0.97 * fault.course[i]!));
      changeSignal(scene, part, 'hit ratio', toward(fault, 0.11));
      say(
        scene,
        part,
        { from: fault.from, until: fault.from + 10, perMinute: 1, level: 'info' },
        () => 'DB saved on disk',
      );
      for (const one of scene.system.parts) {
        if (!one.calls.some(({ role }) => role === part.role)) continue;
        drive(scene, one, 'latencyMs', fault, fault.scale(40, 220));
        for (const { role } of one.calls) {
          const store = scene.system.parts.find((other) => other.role === role)!;
          if (store.kind === 'database') drive(scene, store, 'cpuExtra', fault, store.cpuLimit * 0.7);
        }
      }
      return { complaint: 'everything got slow at once' };
    },
  },
  {
    id: 'archiving-fails',
    causes: ['wal_archiving_failed'],
    where: all(aDatabase, isEngine('postgresql')),
    shape: 'gradual',
    strike(scene, part, fault) {
      changeSignal(scene, part, 'archive failures', (base, i) => base + (fault.acts(scene.axis.at(i)) ? 0.05 : 0));
      changeSignal(scene, part, 'archived', (base, i) => (fault.acts(scene.axis.at(i)) ? 0 : base));
      changeSignal(scene, part, 'wal bytes', (base, i) => base + 1.4e10 * fault.course[i]!);
      changeSignal(scene, part, 'disk share', (base, i) => base + 0.28 * fault.course[i]!);
      say(scene, part, { from: fault.from, perMinute: 2, level: 'info' }, () => ({
        text: 'archive command failed with exit code 1',
        stack: ['\tDETAIL:  The failed archive command was: wal-g wal-push "pg_wal/00000001000000A3000000F1"'],
      }));
      return { complaint: 'the disk of the database fills' };
    },
  },
  {
    id: 'front-certificate-expired',
    causes: ['certificate_expired'],
    where: isEngine('nginx'),
    strike(scene, part, fault) {
      changeSignal(scene, part, 'certificate expiry', () => fault.from);
      drive(scene, part, 'traffic', fault, 0.06);
      say(
        scene,
        part,
        { from: fault.from, perMinute: 3, level: 'warn' },
        () =>
          `SSL_do_handshake() failed (SSL: error:0A000415:SSL routines::sslv3 alert certificate expired:SSL alert number 45) while SSL handshaking, client: 203.0.113.${scene.random.whole(2, 250)}, server: 0.0.0.0:443`,
      );
      const fronts = part.calls.map(({ role }) => scene.system.parts.find((one) => one.role === role)!);
      return {
        components: [part, ...fronts].map(({ name }) => `service/${name}`),
        complaint: 'browsers warn that the site is not safe',
      };
    },
  },
];
