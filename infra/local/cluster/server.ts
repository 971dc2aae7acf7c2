import { createHash } from 'node:crypto';
import fastify, { type FastifyInstance, type FastifyReply } from 'fastify';
import type { Deployment, DeploymentPatch } from './deployment.ts';

export interface ClusterOptions {
  /** The recorded Deployments; what is patched is forgotten when the server ends. */
  readonly deployments: readonly Deployment[];
  /** The bearer token that is accepted. */
  readonly token: string;
}

/** What a test changes behind the bot's back, as another person with kubectl would. */
export interface ClusterServer {
  readonly app: FastifyInstance;
  /** The Deployment as it stands; undefined when there is none. */
  find(namespace: string, name: string): Deployment | undefined;
}

const REASONS: Readonly<Record<number, string>> = {
  401: 'Unauthorized',
  404: 'NotFound',
  409: 'Conflict',
  415: 'UnsupportedMediaType',
  422: 'Invalid',
};
const PATCH_TYPE = 'application/strategic-merge-patch+json';

/**
 * The part of a Kubernetes API server that restarts need: GET and strategic merge PATCH of Deployments in `apps/v1`, with
 * dry runs, generations, preconditions on uid and resourceVersion, bearer tokens, and a `Status` for each failure.
 */
export function createCluster({ deployments, token }: ClusterOptions): ClusterServer {
  const keyOf = (namespace: string, name: string) => `${namespace}/${name}`;
  let version = 1_000;
  const held = new Map(
    deployments.map((deployment) => {
      const { namespace = 'default', name } = deployment.metadata;
      return [keyOf(namespace, name), complete(deployment, String(++version))];
    }),
  );
  const app = fastify();
  app.addContentTypeParser(PATCH_TYPE, { parseAs: 'string' }, (_request, body, done) => {
    try {
      done(null, JSON.parse(String(body)));
    } catch (error) {
      done(error as Error);
    }
  });
  app.get('/ready', async () => ({ status: 'ready' }));
  app.addHook('onRequest', async (request, reply) => {
    if (request.url === '/ready' || request.headers.authorization === `Bearer ${token}`) return;
    await fail(reply, 401, 'Unauthorized');
  });

  const path = '/apis/apps/v1/namespaces/:namespace/deployments/:name';
  type Named = { Params: { namespace: string; name: string } };
  app.get<Named>(path, async ({ params }, reply) => {
    const found = held.get(keyOf(params.namespace, params.name));
    return found ?? fail(reply, 404, `deployments.apps "${params.name}" not found`);
  });
  app.patch<Named & { Body: DeploymentPatch; Querystring: { dryRun?: string } }>(path, async (request, reply) => {
    const { namespace, name } = request.params;
    const found = held.get(keyOf(namespace, name));
    if (found === undefined) return fail(reply, 404, `deployments.apps "${name}" not found`);
    if (request.headers['content-type'] !== PATCH_TYPE) return fail(reply, 415, 'only strategic merge patches');
    const { dryRun } = request.query;
    if (dryRun !== undefined && dryRun !== 'All') return fail(reply, 422, 'dryRun: Unsupported value');
    const { uid, resourceVersion } = request.body.metadata ?? {};
    const isStale =
      (uid !== undefined && uid !== found.metadata.uid) ||
      (resourceVersion !== undefined && resourceVersion !== found.metadata.resourceVersion);
    if (isStale) return fail(reply, 409, 'the object has been modified');
    const changed = patched(found, request.body, String(version + 1));
    if (dryRun === undefined) {
      version += 1;
      held.set(keyOf(namespace, name), changed);
    }
    return changed;
  });
  return { app, find: (namespace, name) => held.get(keyOf(namespace, name)) };
}

/** A recording may lack what an API server always has. */
function complete(deployment: Deployment, resourceVersion: string): Deployment {
  const { metadata } = deployment;
  const uid = metadata.uid ?? createHash('sha256').update(`${metadata.namespace}/${metadata.name}`).digest('hex');
  return { ...deployment, metadata: { generation: 1, ...metadata, uid: uid.slice(0, 36), resourceVersion } };
}

/** Only what may be restarted or scaled is merged: the pod template's annotations, `replicas` and `paused`. */
function patched(deployment: Deployment, patch: DeploymentPatch, resourceVersion: string): Deployment {
  const { template, ...rest } = patch.spec ?? {};
  const before = deployment.spec.template;
  const annotations = { ...before.metadata?.annotations, ...template?.metadata?.annotations };
  const spec = {
    ...deployment.spec,
    ...rest,
    template: { ...before, metadata: { ...before.metadata, annotations } },
  };
  const isNew = JSON.stringify(spec) !== JSON.stringify(deployment.spec);
  const generation = (deployment.metadata.generation ?? 1) + (isNew ? 1 : 0);
  return { ...deployment, spec, metadata: { ...deployment.metadata, generation, resourceVersion } };
}

async function fail(reply: FastifyReply, code: number, message: string) {
  const status = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', reason: REASONS[code] };
  return reply.code(code).send({ ...status, message, code });
}
