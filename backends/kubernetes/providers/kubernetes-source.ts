import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { Change } from '../../../schemas/generated/kubernetes.ts';
import { BackendError } from '../../common/backend-error.ts';
import { createFresh } from '../../common/live/fresh.ts';
import { createHttpSource } from '../../common/live/http-source.ts';
import { count, defineLiveSource, httpUrl, type LiveSource, nameList } from '../../common/live/live-source.ts';
import { InvalidSettings } from '../../common/settings.ts';
import { changeOf } from '../../common/snapshot/recorded-changes.ts';
import type { KubernetesProvider } from '../provider.ts';
import { addressAccess, inClusterAccess, type KubeAccess, kubeconfigAccess } from './kube-access.ts';
import { createKubernetesApiProvider } from './kubernetes-api.ts';

const settings = z.object({
  KUBERNETES_API: z.string({ error: 'must be in-cluster, the path of a kubeconfig file or an address' }),
  KUBERNETES_CONTEXT: z.string().optional(),
  KUBERNETES_CA_FILE: z.string().optional(),
  KUBERNETES_BEARER_TOKEN: z.string().optional(),
  KUBERNETES_BEARER_TOKEN_FILE: z.string().optional(),
  KUBERNETES_NAMESPACES: nameList.default([]),
  KUBERNETES_MAX_PER_KIND: count.default(20_000),
  CLUSTER_NAME: z.string().default('default'),
  CHANGES_FILE: z.string().optional(),
  CHANGES_URL: httpUrl.optional(),
});

/** A cluster's API server, by KUBERNETES_API. */
export const kubernetesSource: LiveSource<KubernetesProvider> = defineLiveSource({
  provider: 'kubernetes',
  chosenBy: ['KUBERNETES_API'],
  settings,
  open: async (value) => {
    const access = await openAccess(value);
    return createKubernetesApiProvider({
      server: createHttpSource({ name: 'The Kubernetes API', baseUrl: access.url, ...access, maxBytes: 256 * 2 ** 20 }),
      cluster: value.CLUSTER_NAME,
      namespaces: value.KUBERNETES_NAMESPACES,
      maxPerKind: value.KUBERNETES_MAX_PER_KIND,
      recordedChanges: changesReader(value.CHANGES_FILE, value.CHANGES_URL),
    });
  },
});

async function openAccess(value: z.output<typeof settings>): Promise<KubeAccess> {
  const api = value.KUBERNETES_API;
  try {
    if (api === 'in-cluster') return inClusterAccess(process.env);
    if (!/^https?:/.test(api)) return await kubeconfigAccess(api, value.KUBERNETES_CONTEXT);
    return addressAccess({
      url: httpUrl.parse(api),
      caFile: value.KUBERNETES_CA_FILE,
      bearerToken: value.KUBERNETES_BEARER_TOKEN,
      bearerTokenFile: value.KUBERNETES_BEARER_TOKEN_FILE,
    });
  } catch (error) {
    const problem = error instanceof z.ZodError ? error.issues[0]?.message : (error as Error).message;
    throw new InvalidSettings(`KUBERNETES_API: ${problem}`);
  }
}

/** Reads the changes that CI records, a JSON object a line; lines that are none are left out. */
export function changesReader(
  file: string | undefined,
  url: string | undefined,
): ((signal: AbortSignal) => Promise<readonly Change[]>) | undefined {
  if (file === undefined && url === undefined) return undefined;
  const source = url === undefined ? undefined : createHttpSource({ name: 'The list of changes', baseUrl: url });
  const fresh = createFresh<readonly Change[]>(30_000);
  return (signal) =>
    fresh.get('all', async () => {
      const texts = [
        ...(file === undefined ? [] : [await readFileOrFail(file)]),
        ...(source === undefined ? [] : [(await source.get('', { accept: 'application/x-ndjson, */*', signal })).text]),
      ];
      return texts.flatMap((text) => text.split('\n')).flatMap(changeOfLine);
    });
}

async function readFileOrFail(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new BackendError('unavailable', 'The file of changes cannot be read.', { cause: error });
  }
}

function changeOfLine(line: string): Change[] {
  try {
    const change = changeOf(JSON.parse(line));
    return change === undefined ? [] : [change];
  } catch {
    // A line being written, or a comment; the others still serve.
    return [];
  }
}
