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
  readonly metadata?: { readonly uid?: string; readonly resourceVersion?: string; readonly generation?: number };
  readonly spec?: {
    readonly replicas?: number;
    readonly paused?: boolean;
    readonly template?: { readonly metadata?: { readonly annotations?: Readonly<Record<string, string>> } };
  };
}

/** What `kubectl rollout restart` sets, so that both say the same of a Deployment. */
const RESTARTED_AT = 'kubectl.kubernetes.io/restartedAt';
const CHANGED =
  'The Deployment was changed after the dry run, so nothing was done. Propose it again to see it as it is now.';
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
        wording: 'The cluster does not answer.',
      });
    });
    const answer = (await response.json().catch(() => undefined)) as (Deployment & { reason?: string }) | undefined;
    if (!response.ok) throw refusal(response.status);
    if (answer === undefined) throw new SreError('bad-upstream', 'the cluster gave no JSON');
    return answer;
  }

  function pathOf({ namespace, name }: { readonly namespace: string; readonly name: string }): string {
    if (!NAME.test(namespace) || !NAME.test(name))
      throw new SreError('invalid-input', 'that is no name of a Deployment');
    return `/apis/apps/v1/namespaces/${namespace}/deployments/${name}`;
  }

  const patchAt = (stamp: string, { uid, resourceVersion }: NonNullable<Deployment['metadata']> = {}) => ({
    // With both, the API server itself refuses what was made anew or changed since it was read.
    metadata: { ...(uid !== undefined && { uid }), ...(resourceVersion !== undefined && { resourceVersion }) },
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
        patchAt(stamp, now.metadata),
      );
      if (restartedAt(after) !== stamp) throw new SreError('bad-upstream', 'the dry run did not take the change');
      const before = restartedAt(now);
      const version = versionOf(now);
      return {
        effect: effectOn(now),
        ...(version !== undefined && { version }),
        diff: [
          `  deployment/${request.name} in namespace ${request.namespace}`,
          '  spec.template.metadata.annotations:',
          ...(before === undefined ? [] : [`-   ${RESTARTED_AT}: "${before}"`]),
          `+   ${RESTARTED_AT}: "the moment of approval"`,
        ],
      };
    },
    async act(request, { at: stamp, version }, signal) {
      const path = pathOf(request);
      const now = await call('GET', path, signal);
      if (restartedAt(now) === stamp) return 'The restart was under way already.';
      if (version !== undefined && versionOf(now) !== version) throw new SreError('forbidden', CHANGED);
      await call('PATCH', `${path}?dryRun=All&fieldManager=sre-bot`, signal, patchAt(stamp, now.metadata));
      await call('PATCH', `${path}?fieldManager=sre-bot`, signal, patchAt(stamp, now.metadata));
      return `The pods are being replaced. To watch it: kubectl rollout status deployment/${request.name} -n ${request.namespace}`;
    },
  };
}

/** What a person would say was changed: another object, or another specification. Status changes all the time. */
function versionOf({ metadata }: Deployment): string | undefined {
  const { uid, generation } = metadata ?? {};
  return uid === undefined || generation === undefined ? undefined : `${uid} ${generation}`;
}

function effectOn({ spec }: Deployment): string {
  const replicas = spec?.replicas ?? 1;
  const paused = spec?.paused === true ? ' Its rollout is paused, so nothing happens until it goes on.' : '';
  if (replicas === 0) return `It has no pods, so nothing is replaced.${paused}`;
  const pods = replicas === 1 ? 'Its one pod is replaced' : `All ${replicas} pods are replaced, step by step`;
  return `${pods}, as the Deployment's strategy says.${paused}`;
}

const REFUSALS: Readonly<Record<number, readonly [kind: ErrorKind, wording: string]>> = {
  400: ['invalid-input', 'The cluster refused the change.'],
  401: ['unauthenticated', 'The cluster does not accept my sign-in.'],
  403: ['forbidden', 'The cluster does not let me do that: its own rules decide, and mine allow no more.'],
  404: ['not-found', 'There is no such Deployment in the cluster.'],
  // Somebody else wrote it between our reading and our writing: read anew, it is judged anew.
  409: ['unavailable', 'The Deployment is being changed by somebody else.'],
  422: ['invalid-input', 'The cluster refused the change.'],
  429: ['rate-limited', 'The cluster has too much to do just now.'],
};

function refusal(status: number): SreError {
  const [kind, wording] = REFUSALS[status] ?? [
    status >= 500 ? 'unavailable' : 'bad-upstream',
    `The cluster answered with an error (${status}).`,
  ];
  return new SreError(kind, kind === 'forbidden' ? wording : `the cluster answered ${status}`, { wording });
}
