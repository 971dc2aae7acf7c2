import type { ProgramFaults } from '../services/kit/faults.ts';
import type { Lab } from '../start-lab.ts';

/** Rolls a new version out and records it as CI would. `faults` are those of the new version's pods only. */
export async function deploy(
  lab: Lab,
  service: string,
  change: {
    readonly version: string;
    readonly id: string;
    readonly summary: string;
    readonly files: readonly string[];
    readonly faults?: ProgramFaults;
  },
): Promise<void> {
  const { cluster } = lab;
  const { id, summary, files } = change;
  lab.recordChange({ timestamp: new Date().toISOString(), kind: 'deploy', service, id, summary, author: 'sam', files });
  const workload = cluster.workload(service);
  const image = `registry.example.com/shop/${service}:${change.version}`;
  const rollout = cluster.controller.rollOut(workload, { image, cause: `${summary} (${id})` });
  // The new revision stands as soon as the rollout has begun; its first pod is still starting.
  const { hash } = workload.revisions.at(-1) ?? { hash: '' };
  if (change.faults !== undefined) cluster.setFaults(service, change.faults, hash);
  await rollout;
}
