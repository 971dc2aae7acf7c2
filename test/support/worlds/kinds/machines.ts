import type { Fault, FaultKind } from '../fault-kind.ts';
import type { NodeState } from '../kubernetes/state.ts';
import { say } from '../logs/say.ts';
import type { Part, System } from '../part.ts';
import { changeNode, changeSignal, drive, podsOf, type Scene, toward } from '../scene.ts';
import { recordChange } from './changes.ts';
import { aCache, aDatabase, all, any, aService } from './places.ts';
import { takeDown } from './pods.ts';
import { badSetting } from './startup.ts';

const onMachines = (_: Part, { platform }: System) => platform === 'vm';

/** The machine of the part's first instance. */
function machineOf(scene: Scene, part: Part): NodeState {
  return scene.nodes.find(({ name }) => name === podsOf(scene, part)[0]!.node)!;
}

function journal(
  scene: Scene,
  part: Part,
  fault: Fault,
  logger: 'kernel' | 'systemd',
  perMinute: number,
  texts: readonly string[],
): void {
  const pod = podsOf(scene, part)[0];
  const until = fault.until ?? (perMinute === 0 ? fault.from + 30 : undefined);
  for (const text of texts)
    say(scene, part, { from: fault.from, until, perMinute, level: 'error', logger, pod, whileDown: true }, () => text);
}

export const machineKinds: readonly FaultKind[] = [
  {
    id: 'unit-fails',
    causes: ['application_crash_on_start', 'bad_config_change'],
    where: all(onMachines, aService),
    strike(scene, part, fault) {
      recordChange(scene, part, fault.from - 30, {
        kind: 'config',
        summary: 'Larger batches',
        files: [`ansible/roles/${part.name}/env.j2`],
        diff: '+APP_BATCH_SIZE=25O',
      });
      takeDown(scene, podsOf(scene, part), fault);
      const unit = `${part.name}.service`;
      journal(scene, part, fault, 'systemd', 1.2, [
        `${unit}: Main process exited, code=exited, status=1/FAILURE`,
        `${unit}: Failed with result 'exit-code'.`,
      ]);
      journal(scene, part, fault, 'systemd', 0.1, [`${unit}: Start request repeated too quickly.`]);
      for (const pod of podsOf(scene, part))
        say(scene, part, { from: fault.from, perMinute: 0.6, pod, whileDown: true }, () => badSetting(part));
      return { complaint: `${part.name} is down` };
    },
  },
  {
    id: 'machine-disk-full',
    causes: ['node_disk_filling', 'node_disk_pressure', 'database_storage_full'],
    where: all(onMachines, any(aDatabase, aService)),
    shape: 'gradual',
    strike(scene, part, fault) {
      const machine = machineOf(scene, part);
      changeNode(scene, machine.name, 'disk share', (base, i) =>
        Math.min(1, base + (1 - base) * Math.min(1, fault.course[i]! * 1.25)),
      );
      const late = { course: fault.course.map((value) => (value > 0.82 ? 1 : 0)) };
      drive(scene, part, 'errors', late, 0.35 / Math.max(1, podsOf(scene, part).length));
      if (part.kind === 'database') scene.problems.set(part.role, 'full');
      const from = scene.axis.at(Math.max(1, late.course.indexOf(1)));
      const text = {
        jvm: 'java.io.IOException: No space left on device',
        go: `write /var/lib/${part.name}/spool: no space left on device`,
        node: 'ENOSPC: no space left on device, write',
        python: 'OSError: [Errno 28] No space left on device',
        celery: '',
      };
      say(scene, part, { from, perMinute: 3, pod: podsOf(scene, part)[0] }, () =>
        part.runtime === undefined
          ? "Disk is full writing './binlog.000231' (OS errno 28 - No space left on device). Waiting for someone to free space..."
          : text[part.runtime],
      );
      return { components: [`node/${machine.name}`, `service/${part.name}`], complaint: `${part.name} cannot write` };
    },
  },
  {
    id: 'machine-out-of-memory',
    causes: ['oom_killed', 'node_memory_pressure'],
    where: all(onMachines, aService),
    strike(scene, part, fault) {
      const machine = machineOf(scene, part);
      const [pod] = podsOf(scene, part);
      changeNode(scene, machine.name, 'memory', toward(fault, 0.97));
      changeNode(scene, machine.name, 'oom kills', (base, i) => base + 0.01 * fault.course[i]!);
      const begin = scene.axis.indexOf(fault.from);
      for (let i = begin; i < scene.axis.points; i += 6) {
        pod!.down[i] = 1;
        const killed = { ...fault, from: scene.axis.at(i) - 20, until: scene.axis.at(i) };
        journal(scene, part, killed, 'kernel', 0, [
          `Out of memory: Killed process ${scene.random.whole(800, 9_000)} (${part.name}) total-vm:14211840kB, anon-rss:12998220kB, file-rss:0kB, shmem-rss:0kB, UID:998 pgtables:26012kB oom_score_adj:0`,
        ]);
        journal(scene, part, killed, 'systemd', 0, [
          `${part.name}.service: A process of this unit has been killed by the OOM killer.`,
        ]);
      }
      return {
        components: [`service/${part.name}`, `node/${machine.name}`],
        complaint: `${part.name} restarts now and then`,
      };
    },
  },
  {
    id: 'machine-gone',
    causes: ['node_not_ready', 'workload_unavailable', 'dependency_unavailable'],
    where: all(onMachines, any(aDatabase, aService, aCache)),
    strike(scene, part, fault) {
      const machine = machineOf(scene, part);
      machine.ready = 'Unknown';
      machine.readySince = fault.from;
      takeDown(scene, podsOf(scene, part).slice(0, 1), fault);
      scene.giveUpMs.set(part.role, 3_000);
      scene.alerts.push({
        name: 'InstanceDown',
        severity: 'critical',
        labels: { instance: `${machine.name}:9100`, job: 'node' },
        summary: `${machine.name} cannot be scraped`,
        startsAt: fault.from + 300,
      });
      return { components: [`node/${machine.name}`, `service/${part.name}`], complaint: `${part.name} has trouble` };
    },
  },
  {
    id: 'disk-saturated',
    causes: ['node_disk_io_saturation'],
    where: all(onMachines, aDatabase),
    passes: true,
    strike(scene, part, fault) {
      const machine = machineOf(scene, part);
      changeNode(scene, machine.name, 'disk busy', toward(fault, 0.995));
      changeNode(scene, machine.name, 'io wait', toward(fault, 0.42));
      changeNode(scene, machine.name, 'io pressure', (base, i) => base + 0.7 * fault.course[i]!);
      changeNode(scene, machine.name, 'disk write seconds', (base, i) => base + 4 * fault.course[i]!);
      changeNode(scene, machine.name, 'disk writes', (base, i) => base + 240 * fault.course[i]!);
      changeSignal(scene, part, 'log waits', (base, i) => base + 2 * fault.course[i]!);
      drive(scene, part, 'latencyMs', fault, fault.scale(40, 500));
      return { components: [`node/${machine.name}`, `service/${part.name}`], complaint: 'the database is slow' };
    },
  },
];
