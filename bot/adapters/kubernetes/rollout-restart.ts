import { type ErrorKind, SreError } from '../../domain/errors.ts';
import type { Secret } from '../../domain/secret.ts';
import type { ActionPort } from '../../ports/action.ts';

export interface KubernetesApi {
  /** The API server's address. */
  readonly url: string;
  /** A bearer token; read anew for each call, as tokens of service accounts rotate. */
  readonly token: () => Promise<Secret>;
  /** Differs in tests and where the server's authority is a private one. */
  readonly fetch?: typeof fetch;
}

interface Deployment {
  readonly metadata?: { readonly uid?: string; readonly resourceVersion?: string };
  readonly spec?: {
    readonly replicas?: number;
    readonly paused?: boolean;
    readonly template?: { readonly metadata?: { readonly annotations?: Readonly<Record<string, string>> } };
  };
}

/** What `kubectl rollout restart` sets, so that both say the same of a Deployment. */
const RESTARTED_AT = 'kubectl.kubernetes.io/restartedAt';
/** RFC 1123, as the API server itself wants namespaces and names. */
const NAME = /^[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?$/;

/** A rollout restart: a patch of the pod template's annotation, tried by the API server itself before it is done. */
export function createRolloutRestart(api: KubernetesApi): ActionPort {
  const send = api.fetch ?? fetch;

  async function call(method: 'GET' | 'PATCH', path: string, signal: AbortSignal, body?: unknown): Promise<Deployment> {
    const token = await api.token();
    const response = await send(new URL(path, api.url), {
      method,
      signal,
      redirect: 'error',
      headers: {
        accept: 'application/json',
        authorization: `Bearer ${token.reveal()}`,
        ...(body !== undefined && { 'content-type': 'application/strategic-merge-patch+json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    }).catch((error: Error) => {
      throw new SreError(error.name === 'TimeoutError' ? 'timeout' : 'unavailable', 'the cluster does not answer', {
        cause: error,
      });
    });
    const answer = (await response.json().catch(() => undefined)) as (Deployment & { reason?: string }) | undefined;
    if (!response.ok) throw new SreError(kindOf(response.status), `the cluster answered ${response.status}`);
    if (answer === undefined) throw new SreError('bad-upstream', 'the cluster gave no JSON');
    return answer;
  }

  function pathOf({ namespace, name }: { readonly namespace: string; readonly name: string }): string {
    if (!NAME.test(namespace) || !NAME.test(name))
      throw new SreError('invalid-input', 'that is no name of a Deployment');
    return `/apis/apps/v1/namespaces/${namespace}/deployments/${name}`;
  }

  const patchAt = (stamp: string, uid?: string) => ({
    // With the uid a Deployment that was made anew under the same name is not touched.
    ...(uid !== undefined && { metadata: { uid } }),
    spec: { template: { metadata: { annotations: { [RESTARTED_AT]: stamp } } } },
  });
  const restartedAt = (deployment: Deployment) => deployment.spec?.template?.metadata?.annotations?.[RESTARTED_AT];

  return {
    async preview(request, signal) {
      const path = pathOf(request);
      const now = await call('GET', path, signal);
      const stamp = new Date().toISOString();
      const after = await call(
        'PATCH',
        `${path}?dryRun=All&fieldManager=sre-bot`,
        signal,
        patchAt(stamp, now.metadata?.uid),
      );
      if (restartedAt(after) !== stamp) throw new SreError('bad-upstream', 'the dry run did not take the change');
      const before = restartedAt(now);
      const replicas = now.spec?.replicas ?? 1;
      const paused = now.spec?.paused === true ? ' Its rollout is paused, so nothing happens until it goes on.' : '';
      return {
        effect: `All ${replicas} pods are replaced, step by step, as the Deployment's strategy says.${paused}`,
        diff: [
          `  deployment/${request.name} in ${request.namespace}`,
          '  spec.template.metadata.annotations:',
          ...(before === undefined ? [] : [`-   ${RESTARTED_AT}: "${before}"`]),
          `+   ${RESTARTED_AT}: "the moment of approval"`,
        ],
      };
    },
    async act(request, stamp, signal) {
      const path = pathOf(request);
      const now = await call('GET', path, signal);
      if (restartedAt(now) === stamp) return 'The restart was under way already.';
      await call('PATCH', `${path}?dryRun=All&fieldManager=sre-bot`, signal, patchAt(stamp, now.metadata?.uid));
      await call('PATCH', `${path}?fieldManager=sre-bot`, signal, patchAt(stamp, now.metadata?.uid));
      return `The restart is under way: kubectl rollout status deployment/${request.name} -n ${request.namespace}`;
    },
  };
}

function kindOf(status: number): ErrorKind {
  if (status === 401) return 'unauthenticated';
  if (status === 403) return 'forbidden';
  if (status === 404) return 'not-found';
  if (status === 409) return 'unavailable';
  if (status === 422 || status === 400) return 'invalid-input';
  if (status === 429) return 'rate-limited';
  return status >= 500 ? 'unavailable' : 'bad-upstream';
}
