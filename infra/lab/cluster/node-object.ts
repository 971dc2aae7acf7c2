import { NODE } from '../system.ts';

/** Conditions of a node that has enough of everything. */
const WELL = [
  ['MemoryPressure', 'KubeletHasSufficientMemory'],
  ['DiskPressure', 'KubeletHasNoDiskPressure'],
  ['PIDPressure', 'KubeletHasSufficientPID'],
] as const;

/** The one node, ready and with enough of everything. */
export function nodeObject({
  nodeAddress,
  createdAt,
}: {
  readonly nodeAddress: string;
  readonly createdAt: Date;
}): Record<string, unknown> {
  const condition = (type: string, status: 'True' | 'False', reason: string) => ({
    type,
    status,
    reason,
    lastHeartbeatTime: new Date().toISOString(),
    lastTransitionTime: createdAt.toISOString(),
  });
  const resources = { cpu: '8', memory: '16Gi', pods: '110', 'ephemeral-storage': '100Gi' };
  return {
    metadata: {
      name: NODE,
      uid: NODE,
      creationTimestamp: createdAt.toISOString(),
      labels: { 'kubernetes.io/hostname': NODE },
    },
    spec: {},
    status: {
      capacity: resources,
      allocatable: resources,
      addresses: [{ type: 'InternalIP', address: nodeAddress }],
      conditions: [
        condition('Ready', 'True', 'KubeletReady'),
        ...WELL.map(([type, reason]) => condition(type, 'False', reason)),
      ],
      nodeInfo: { kubeletVersion: 'v1.34.1', operatingSystem: 'linux', architecture: 'amd64' },
    },
  };
}
