import type { Finding } from '../../../domain/finding.ts';
import type { LogPattern } from '../../../domain/signals.ts';
import { readCluster } from '../../cluster/cluster.ts';
import { conclude, parametersOf, seen } from '../../cluster/observe.ts';
import { isSuperseded } from '../../cluster/superseded.ts';
import type { ContainerSpec, Pod } from '../../cluster/types.ts';
import { defineAnalyzer } from '../../define-analyzer.ts';
import { STRENGTH } from '../strength-parameters.ts';
import { SHOWN } from './parameters.ts';

const REFUSED = /permission denied|EACCES|EPERM|operation not permitted|read-only file system|EROFS/i;
/** A command that may not be run is no matter of a volume. */
const NO_FILE = /exec: "|OCI runtime/i;
const PLUMBING = ['projected', 'configMap', 'secret', 'downwardAPI'];

/** A container that fails while its log says that files are refused, and that keeps its files on a mounted volume. */
export const volumePermission = defineAnalyzer({
  id: 'volume-permission',
  title: 'Mounted volume refuses access',
  causes: ['volume_mount_permission_denied'],
  needs: ['objects'],
  prefers: ['logs'],
  kinds: ['Pod'],
  example: 'A database crashes at start with "Permission denied" on its data directory, a hostPath owned by root.',
  analyze: (evidence) => {
    const cluster = readCluster(evidence);
    const logs = evidence.logs.status === 'observed' ? evidence.logs.value : [];
    const byName = new Map(logs.map((entry) => [entry.service, entry.patterns]));
    const findings = cluster.pods.flatMap((pod): readonly Finding[] => {
      const workload = cluster.workloadOfPod(pod);
      const mounts = [...pod.spec.containers, ...pod.spec.initContainers].flatMap((container) =>
        dataMounts(pod, container),
      );
      const failing = pod.statuses.some(
        (status) => !status.ready && (status.restarts > 0 || status.terminated !== undefined),
      );
      if (workload === undefined || mounts.length === 0 || !failing || isSuperseded(pod, workload, cluster)) return [];
      const names = [workload.component.slice('service/'.length), workload.name, pod.name];
      const refused = names.flatMap((name) => byName.get(name) ?? []).find(isRefusal);
      const lastWords = pod.statuses
        .flatMap(({ terminated, lastTerminated }) => [terminated?.message ?? '', lastTerminated?.message ?? ''])
        .find((message) => REFUSED.test(message) && !NO_FILE.test(message));
      if (refused === undefined && lastWords === undefined) return [];
      const quote = (refused?.samples[0]?.text ?? refused?.template ?? lastWords ?? '').slice(0, SHOWN.quote);
      return [
        {
          analyzer: 'volume-permission',
          component: workload.component,
          cause: 'volume_mount_permission_denied',
          statement: `${pod.name} is refused its files on ${mounts.join(', ')} and ends.`,
          strength: STRENGTH.compelling,
          evidence: [
            refused === undefined
              ? seen(pod.object, quote)
              : {
                  source: 'logs',
                  tool: 'summarize_logs',
                  target: workload.component,
                  text: quote,
                  observedAt: refused.lastSeen,
                },
            seen(pod.object, `mounts ${mounts.join(', ')}`),
          ],
          onset: refused?.firstSeen,
          parameters: parametersOf(workload, pod),
        },
      ];
    });
    return conclude(findings, 'the logs of failing pods that mount volumes');
  },
});

function isRefusal(pattern: LogPattern): boolean {
  return REFUSED.test(pattern.template) || pattern.samples.some((sample) => REFUSED.test(sample.text));
}

/** Mounts of volumes that hold data, in words; those that carry configuration are left out. */
function dataMounts(pod: Pod, container: ContainerSpec): readonly string[] {
  const volumes = new Map(pod.spec.volumes.map((volume) => [volume.name, volume]));
  return container.mounts.flatMap((mount) => {
    const volume = volumes.get(mount.name);
    const type = volume === undefined ? undefined : Object.keys(volume).find((key) => key !== 'name');
    return type === undefined || PLUMBING.includes(type) ? [] : [`${mount.path} (${type} ${mount.name})`];
  });
}
