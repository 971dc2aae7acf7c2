import { join } from 'node:path';
import { COMPILE_CACHE } from '../local/compile-cache.ts';
import type { Launch } from './kubelet/kubelet.ts';
import type { Pod } from './kubelet/pod.ts';
import type { ProgramFaults } from './services/kit/faults.ts';
import { NAMESPACE, serviceNamed, TLS_SERVICE } from './system.ts';

export interface ProgramSettings {
  readonly dnsServer: string;
  readonly database: { readonly user: string; readonly password: string };
  readonly tlsFolder: string;
  readonly caFile: string;
  /** What is wrong inside the program at the moment. */
  readonly faults: ProgramFaults;
}

export const DOMAIN = `${NAMESPACE}.svc.cluster.local`;

/** How a pod's program is started: as Node runs a service, with the variables its Deployment gives. */
export function launchProgram(pod: Pod, settings: ProgramSettings): Launch {
  const { service, revision, ip } = pod;
  const addresses = service.calls.map((name) => {
    const scheme = name === TLS_SERVICE ? 'https' : 'http';
    return [`${name.toUpperCase()}_URL`, `${scheme}://${name}:${serviceNamed(name).port}`] as const;
  });
  return {
    command: [
      process.execPath,
      '--disable-warning=ExperimentalWarning',
      // The container's limit comes first, as in a cluster whose heap limit nobody set.
      '--max-old-space-size=1024',
      join(import.meta.dirname, 'services', `${service.name}.ts`),
    ],
    env: {
      PATH: process.env.PATH ?? '',
      NODE_COMPILE_CACHE: COMPILE_CACHE,
      SERVICE: service.name,
      POD_NAME: pod.name,
      POD_IP: ip,
      PORT: String(service.port),
      VERSION: revision.image.split(':').at(-1) ?? '',
      DNS_SERVER: settings.dnsServer,
      SEARCH_DOMAINS: `${DOMAIN} svc.cluster.local cluster.local`,
      DB_USER: settings.database.user,
      DB_PASSWORD: settings.database.password,
      CA_FILE: settings.caFile,
      ...(service.name === TLS_SERVICE && { TLS_FOLDER: settings.tlsFolder }),
      ...Object.fromEntries(addresses),
      ...revision.env,
      LAB_FAULTS: JSON.stringify(settings.faults),
    },
    channel: true,
    stopSignal: 'SIGTERM',
  };
}
