import type { ErrorText } from './error-text.ts';

const ENDED = String.raw`(?:Failed with result '[\w-]+'|Start request repeated too quickly|Main process exited, code=(?:exited, status=[1-9]|killed|dumped)|[Ff]ailed to start)`;

/** What systemd and time daemons print. Source: systemd's src/core/unit.c and service.c, chrony's reference.c. */
export const SYSTEMD: readonly ErrorText[] = [
  {
    id: 'systemd-kubelet',
    pattern: String.raw`kubelet\.service: ${ENDED}|Failed to start kubelet`,
    example: "kubelet.service: Failed with result 'exit-code'.",
    nearMiss: 'kubelet.service: Deactivated successfully.',
    meaning: 'has a kubelet that fails',
    cause: 'kubelet_unavailable',
    blamed: 'node',
    strength: 0.85,
    anyLevel: true,
  },
  {
    id: 'systemd-runtime',
    pattern: String.raw`(?:containerd|docker|crio|cri-docker)\.service: ${ENDED}|Failed to start containerd`,
    example: 'containerd.service: Main process exited, code=exited, status=1/FAILURE',
    nearMiss: 'containerd.service: Consumed 4min 12.3s CPU time.',
    meaning: 'has a container runtime that fails',
    cause: 'containerd_unavailable',
    blamed: 'node',
    strength: 0.85,
    anyLevel: true,
  },
  {
    id: 'systemd-kube-proxy',
    pattern: String.raw`kube-proxy\.service: ${ENDED}`,
    example: 'kube-proxy.service: Start request repeated too quickly.',
    nearMiss: 'Started kube-proxy.service - Kubernetes Kube-Proxy Server.',
    meaning: 'has a kube-proxy that fails',
    cause: 'kube_proxy_unavailable',
    blamed: 'node',
    strength: 0.85,
    anyLevel: true,
  },
  {
    id: 'systemd-unit-oom',
    pattern: String.raw`(?P<unit>[\w@-]+)\.service: (?:A process of this unit has been killed by the OOM killer|Failed with result 'oom-kill')`,
    example: 'shop.service: A process of this unit has been killed by the OOM killer.',
    nearMiss: 'shop.service: Consumed 1h 2min CPU time, 1.2G memory peak.',
    meaning: 'had a unit killed for memory',
    cause: 'oom_killed',
    blamed: 'node',
    strength: 0.8,
    anyLevel: true,
  },
  {
    id: 'clock-unsynchronised',
    pattern: String.raw`System clock wrong by -?(?:[1-9]\d*)\.\d+ seconds|Can't synchronise: no (?:selectable sources|majority)|time (?:reset|stepped) by? ?[+-]?[1-9]\d*\.\d+ s|clock (?:is )?unsynchroni[sz]ed`,
    example: 'chronyd[412]: System clock wrong by 71.204113 seconds',
    nearMiss: 'chronyd[412]: System clock wrong by 0.000113 seconds, adjustment started',
    meaning: 'has a clock that is wrong',
    cause: 'clock_skew',
    blamed: 'node',
    strength: 0.7,
    anyLevel: true,
  },
];
