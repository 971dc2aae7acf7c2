import type { FaultKind } from '../fault-kind.ts';
import { say } from '../logs/say.ts';
import { callersOf, type Part } from '../part.ts';
import { changeSignal, drive, podsOf, type Scene, toward } from '../scene.ts';
import { recordChange } from './changes.ts';
import { aDatabase, all, isEngine } from './places.ts';

/** A statement of one of the callers. */
function statement(scene: Scene): string {
  const n = scene.random.whole(100, 999);
  return `SELECT l.* FROM line_items l JOIN parcels p ON p.line_id = l.id WHERE l.status = 'open' AND p.carrier_ref = 'C${n}' ORDER BY l.created_at`;
}

/** A slow statement as its server logs it. */
function slowLine(
  scene: Scene,
  part: Part,
  ms: number,
): { text: string; logger?: string; fields?: Record<string, string | number>; level: 'info' | 'warn' } {
  const took = ms * scene.random.between(0.8, 2.5);
  if (part.engine === 'postgresql')
    return { level: 'info', text: `duration: ${took.toFixed(3)} ms  execute <unnamed>: ${statement(scene)}` };
  if (part.engine === 'mysql')
    return {
      level: 'warn',
      logger: 'MY-013360',
      text: `slow query: Query_time: ${(took / 1000).toFixed(6)}  Lock_time: 0.000004 Rows_sent: 24  Rows_examined: ${scene.random.whole(400_000, 900_000)} ${statement(scene)}`,
    };
  return {
    level: 'info',
    logger: 'COMMAND',
    text: 'Slow query',
    fields: {
      ns: 'app.line_items',
      planSummary: 'COLLSCAN',
      docsExamined: scene.random.whole(400_000, 900_000),
      nreturned: 24,
      durationMillis: Math.round(took),
    },
  };
}

export const databases: readonly FaultKind[] = [
  {
    id: 'missing-index',
    causes: ['slow_query'],
    where: aDatabase,
    passes: true,
    pairs: true,
    strike(scene, part, fault) {
      const ms = fault.scale(120, 1_800);
      const [caller] = callersOf(scene.system, part);
      drive(scene, part, 'latencyMs', fault, ms * 0.5);
      drive(scene, part, 'cpuExtra', fault, part.cpuLimit * 0.35);
      changeSignal(scene, part, 'rows scanned', (base, i) => base + 9_000 * fault.course[i]!);
      changeSignal(scene, part, 'sequential scans', (base, i) => base + 6 * fault.course[i]!);
      changeSignal(scene, part, 'slow queries', (base, i) => base + 5 * fault.course[i]!);
      changeSignal(scene, part, 'blocks read', (base, i) => base + 40 * fault.course[i]!);
      changeSignal(scene, part, 'statement 5217344120984871245', (base, i) => base + (ms / 1000) * fault.course[i]!);
      const { level, ...line } = slowLine(scene, part, ms);
      say(scene, part, { from: fault.from, until: fault.until, perMinute: 3, level }, () => ({
        ...line,
        ...slowLine(scene, part, ms),
      }));
      const tied = scene.random.chance(0.35);
      if (tied)
        recordChange(scene, caller, fault.from - 90, {
          kind: 'commit',
          summary: 'Look parcels up by carrier reference',
          files: ['src/main/resources/queries/line_items.sql'],
          diff: '+SELECT l.* FROM line_items l JOIN parcels p ON p.line_id = l.id WHERE p.carrier_ref = ?',
        });
      return {
        causes: tied ? ['slow_query', 'bad_deploy'] : ['slow_query'],
        components: tied && caller !== undefined ? [`service/${part.name}`, `service/${caller.name}`] : undefined,
        complaint: 'everything that reads from the database is slow',
      };
    },
  },
  {
    id: 'row-locks',
    causes: ['lock_contention'],
    where: all(aDatabase, isEngine('postgresql', 'mysql')),
    passes: true,
    pairs: true,
    strike(scene, part, fault) {
      const ms = fault.scale(200, 2_000);
      drive(scene, part, 'latencyMs', fault, ms);
      drive(scene, part, 'errors', fault, 0.03);
      scene.problems.set(part.role, 'lock');
      changeSignal(scene, part, 'lock waits', (base, i) => base + 14 * fault.course[i]!);
      changeSignal(scene, part, 'lock wait rate', (base, i) => base + 8 * fault.course[i]!);
      changeSignal(scene, part, 'lock wait ms', (base, i) => base + 8 * ms * fault.course[i]!);
      changeSignal(scene, part, 'exclusive locks', (base, i) => base + fault.course[i]!);
      changeSignal(scene, part, 'idle in transaction', (base, i) => base + 3 * fault.course[i]!);
      changeSignal(scene, part, 'longest transaction', (base, i) =>
        fault.acts(scene.axis.at(i)) ? scene.axis.at(i) - fault.from : base,
      );
      changeSignal(scene, part, 'deadlocks', (base, i) => base + 0.02 * fault.course[i]!);
      const pg = part.engine === 'postgresql';
      say(
        scene,
        part,
        { from: fault.from, until: fault.until, perMinute: 2, level: pg ? 'info' : 'warn', logger: 'MY-012111' },
        () =>
          pg
            ? {
                text: `process ${scene.random.whole(200, 900)} still waiting for ShareLock on transaction 80${scene.random.whole(1_000, 9_999)} after 1000.184 ms`,
                stack: [
                  '\tDETAIL:  Process holding the lock: 214. Wait queue: 377, 402, 518.',
                  '\tCONTEXT:  while updating tuple (8812,4) in relation "stock_levels"',
                ],
              }
            : 'Transaction (id 421837) has been waiting for a lock on table `app`.`stock_levels` for more than 30 seconds',
      );
      return { complaint: 'writes hang' };
    },
  },
  {
    id: 'server-connections-exhausted',
    causes: ['database_connection_exhausted'],
    where: all(aDatabase, isEngine('postgresql', 'mysql')),
    passes: true,
    strike(scene, part, fault) {
      const max = part.engine === 'mysql' ? 151 : 100;
      changeSignal(scene, part, 'idle connections', toward(fault, max - 4));
      changeSignal(scene, part, 'refused connections', (base, i) => base + 3 * fault.course[i]!);
      drive(
        scene,
        part,
        'unreachable',
        { course: fault.course.map((value) => (value > 0.9 ? 1 : 0)) },
        fault.scale(0.15, 0.6),
      );
      scene.problems.set(part.role, 'connections');
      if (part.engine === 'postgresql')
        say(scene, part, { from: fault.from + 90, perMinute: 4, level: 'fatal' }, () => ({
          text: 'sorry, too many clients already',
          fields: { user: 'app' },
        }));
      else
        say(
          scene,
          part,
          { from: fault.from + 90, perMinute: 2, level: 'warn', logger: 'MY-010055' },
          () => 'Too many connections',
        );
      return { complaint: 'services cannot connect to the database' };
    },
  },
  {
    id: 'database-cpu',
    causes: ['database_cpu_saturation'],
    where: aDatabase,
    passes: true,
    pairs: true,
    strike(scene, part, fault) {
      drive(scene, part, 'cpuExtra', fault, part.cpuLimit * 1.15);
      drive(scene, part, 'latencyFactor', fault, fault.scale(3, 14));
      changeSignal(scene, part, 'active', (base, i) => base + 18 * fault.course[i]!);
      const causes = ['database_cpu_saturation', 'slow_query'];
      const complaint = 'the database is at its limit';
      // On a machine of its own nothing but the machine's processor is measured.
      if (scene.system.platform !== 'vm') return { causes, complaint };
      const machine = podsOf(scene, part)[0]!.node;
      return {
        components: [`service/${part.name}`, `node/${machine}`],
        causes: [...causes, 'node_cpu_saturation'],
        complaint,
      };
    },
  },
  {
    id: 'database-disk-full',
    causes: ['database_storage_full'],
    where: aDatabase,
    shape: 'gradual',
    strike(scene, part, fault) {
      changeSignal(scene, part, 'disk share', (base, i) =>
        Math.min(1, base + (1 - base) * Math.min(1, fault.course[i]! * 1.25)),
      );
      const late = { course: fault.course.map((value) => (value > 0.82 ? 1 : 0)) };
      drive(scene, part, 'errors', late, 0.35);
      scene.problems.set(part.role, 'full');
      const from = scene.axis.at(Math.max(1, late.course.indexOf(1)));
      const text = {
        postgresql: 'could not extend file "base/16401/24786.3": No space left on device',
        mysql:
          "Disk is full writing './binlog.000231' (OS errno 28 - No space left on device). Waiting for someone to free space...",
        mongodb: 'WiredTiger error message',
      }[part.engine as 'postgresql'];
      say(scene, part, { from, perMinute: 3 }, () =>
        part.engine === 'mongodb'
          ? {
              text,
              logger: 'STORAGE',
              fields: {
                error: 28,
                message:
                  '__posix_file_write, 579: /data/db/journal/WiredTigerLog.0000000231: handle-write: pwrite: failed to write 128 bytes at offset 0: No space left on device',
              },
            }
          : { text, stack: part.engine === 'postgresql' ? ['\tHINT:  Check free disk space.'] : undefined },
      );
      return { complaint: 'nothing can be written any more' };
    },
  },
  {
    id: 'database-read-only',
    causes: ['database_read_only', 'database_failover'],
    where: all(aDatabase, isEngine('postgresql', 'mysql', 'mongodb')),
    strike(scene, part, fault) {
      drive(scene, part, 'errors', fault, 0.3);
      scene.problems.set(part.role, 'read-only');
      changeSignal(scene, part, 'read only', (base, i) => (fault.acts(scene.axis.at(i)) ? 1 : base));
      changeSignal(scene, part, 'is replica', (base, i) => (fault.acts(scene.axis.at(i)) ? 1 : base));
      changeSignal(scene, part, 'member state', (base, i) => (fault.acts(scene.axis.at(i)) ? 2 : base));
      if (part.engine === 'postgresql')
        say(scene, part, { from: fault.from, perMinute: 3 }, () => ({
          text: 'cannot execute UPDATE in a read-only transaction',
          fields: { user: 'app' },
          stack: ['\tSTATEMENT:  UPDATE line_items SET status = $1 WHERE id = $2'],
        }));
      return { complaint: 'reading works, saving does not' };
    },
  },
  {
    id: 'replica-behind',
    causes: ['replication_lag'],
    where: all(aDatabase, ({ replicas }, { platform }) => replicas > 1 || platform === 'aws'),
    shape: 'gradual',
    strike(scene, part, fault) {
      const seconds = fault.scale(240, 3_000);
      changeSignal(scene, part, 'replica lag', (base, i) => base + seconds * fault.course[i]!);
      // CloudWatch counts the lag at the replica, which is an instance of its own.
      const instances = scene.system.platform === 'aws' ? [part.name, `${part.name}-replica`] : [part.name];
      return {
        components: instances.map((name) => `service/${name}`),
        complaint: 'people see stale data: what they saved is missing for minutes',
      };
    },
  },
  {
    id: 'checkpoints',
    causes: ['checkpoint_storm'],
    where: all(aDatabase, isEngine('postgresql')),
    passes: true,
    strike(scene, part, fault) {
      changeSignal(scene, part, 'checkpoints requested', (base, i) => base + 0.12 * fault.course[i]!);
      changeSignal(scene, part, 'checkpoint write ms', (base, i) => base + 820 * fault.course[i]!);
      changeSignal(scene, part, 'checkpoint sync ms', (base, i) => base + 240 * fault.course[i]!);
      drive(scene, part, 'latencyMs', fault, fault.scale(25, 160));
      say(scene, part, { from: fault.from, until: fault.until, perMinute: 3, level: 'info' }, () => ({
        text: `checkpoints are occurring too frequently (${scene.random.whole(6, 11)} seconds apart)`,
        stack: ['\tHINT:  Consider increasing the configuration parameter "max_wal_size".'],
      }));
      return { complaint: 'saving takes long' };
    },
  },
  {
    id: 'xid-wraparound',
    causes: ['transaction_id_wraparound'],
    where: all(aDatabase, isEngine('postgresql')),
    strike(scene, part, fault) {
      changeSignal(scene, part, 'xid age', (_, i) => 2.1444e9 + i * 20);
      drive(scene, part, 'errors', fault, 0.3);
      scene.problems.set(part.role, 'read-only');
      say(scene, part, { from: fault.from, perMinute: 4 }, () => ({
        text: 'database is not accepting commands that assign new transaction IDs to avoid wraparound data loss in database "app"',
        stack: ['\tHINT:  Execute a database-wide VACUUM in that database.'],
        fields: { user: 'app' },
      }));
      return { complaint: 'nothing can be saved' };
    },
  },
];
