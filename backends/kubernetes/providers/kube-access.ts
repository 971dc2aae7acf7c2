import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { promisify } from 'node:util';
import { parse } from 'yaml';
import { BackendError } from '../../common/backend-error.ts';
import { credentialHeaders } from '../../common/live/credentials.ts';
import type { TlsMaterial } from '../../common/live/http-source.ts';
import { asArray, asRecord, asText } from '../../common/snapshot/json-shape.ts';

/** Where an API server is and how to be let in. */
export interface KubeAccess {
  readonly url: string;
  readonly tls: TlsMaterial;
  readonly headers: () => Promise<Record<string, string>>;
}

const ACCOUNT = '/var/run/secrets/kubernetes.io/serviceaccount';

/** Access from within a pod: its service account, whose token is read anew at each request since it rotates. */
export function inClusterAccess(env: NodeJS.ProcessEnv, account = ACCOUNT): KubeAccess {
  const host = env.KUBERNETES_SERVICE_HOST;
  if (!host) throw new Error('KUBERNETES_SERVICE_HOST is not set: this process runs in no pod');
  const address = host.includes(':') ? `[${host}]` : host;
  return {
    url: `https://${address}:${env.KUBERNETES_SERVICE_PORT ?? '443'}`,
    tls: { ca: readFileSync(`${account}/ca.crt`, 'utf8') },
    headers: credentialHeaders({ bearerTokenFile: `${account}/token` }),
  };
}

/** Access by an address, with a token given or read anew from a file at each request. */
export function addressAccess(given: {
  readonly url: string;
  readonly caFile?: string | undefined;
  readonly bearerToken?: string | undefined;
  readonly bearerTokenFile?: string | undefined;
}): KubeAccess {
  return {
    url: given.url,
    tls: given.caFile === undefined ? {} : { ca: readFileSync(given.caFile, 'utf8') },
    headers: credentialHeaders({ bearerToken: given.bearerToken, bearerTokenFile: given.bearerTokenFile }),
  };
}

/**
 * Access by a kubeconfig file: certificates, tokens, basic credentials, and exec plugins such as `aws eks get-token`.
 * Throws an Error that says what is missing and quotes no secret.
 */
export async function kubeconfigAccess(file: string, contextName?: string): Promise<KubeAccess> {
  const config = asRecord(parse(await readFile(file, 'utf8')));
  const named = (list: string, name: string | undefined, member: string): Record<string, unknown> => {
    const found = asArray(config[list])
      .map(asRecord)
      .find((item) => item.name === name);
    if (found === undefined) throw new Error(`the kubeconfig has no ${member} ${name ?? ''}`.trim());
    return asRecord(found[member]);
  };
  const context = named('contexts', contextName ?? asText(config['current-context']), 'context');
  const cluster = named('clusters', asText(context.cluster), 'cluster');
  const user = named('users', asText(context.user), 'user');
  const url = asText(cluster.server);
  if (url === undefined) throw new Error('the kubeconfig names no server');
  const pem = (holder: Record<string, unknown>, field: string): string | undefined => {
    const inline = asText(holder[`${field}-data`]);
    if (inline !== undefined) return Buffer.from(inline, 'base64').toString('utf8');
    const path = asText(holder[field]);
    return path === undefined ? undefined : readFileSync(resolve(dirname(file), path), 'utf8');
  };
  const tokenFile = asText(user.tokenFile);
  const exec = asRecord(user.exec);
  const command = asText(exec.command);
  return {
    url,
    tls: {
      ca: pem(cluster, 'certificate-authority'),
      cert: pem(user, 'client-certificate'),
      key: pem(user, 'client-key'),
      servername: asText(cluster['tls-server-name']),
      ...(cluster['insecure-skip-tls-verify'] === true ? { rejectUnauthorized: false } : {}),
    },
    headers:
      command === undefined
        ? credentialHeaders({
            bearerToken: asText(user.token),
            bearerTokenFile: tokenFile === undefined ? undefined : resolve(dirname(file), tokenFile),
            user: asText(user.username),
            password: asText(user.password),
          })
        : execHeaders(command, exec),
  };
}

const run = promisify(execFile);

/** Asks an exec plugin for a token (client.authentication.k8s.io) and keeps it until shortly before it expires. */
function execHeaders(command: string, exec: Record<string, unknown>): () => Promise<Record<string, string>> {
  const args = asArray(exec.args).filter((arg): arg is string => typeof arg === 'string');
  const apiVersion = asText(exec.apiVersion) ?? 'client.authentication.k8s.io/v1';
  const given = asArray(exec.env).map(asRecord);
  const env = Object.fromEntries(given.map(({ name, value }) => [String(name), String(value)]));
  let kept: { token: string; until: number } | undefined;
  return async () => {
    if (kept === undefined || kept.until < Date.now()) {
      try {
        const info = JSON.stringify({ apiVersion, kind: 'ExecCredential', spec: { interactive: false } });
        const { stdout } = await run(command, args, {
          env: { ...process.env, ...env, KUBERNETES_EXEC_INFO: info },
          timeout: 20_000,
        });
        const status = asRecord(asRecord(JSON.parse(stdout)).status);
        const token = asText(status.token);
        if (token === undefined) throw new Error('the plugin gave no token');
        const expires = Date.parse(asText(status.expirationTimestamp) ?? '');
        kept = { token, until: Number.isNaN(expires) ? Date.now() + 60_000 : expires - 60_000 };
      } catch (error) {
        // What a plugin prints may hold a token, so its text is not passed on.
        const reason = (error as { code?: unknown }).code ?? 'no usable answer';
        throw new BackendError('unavailable', `The credential plugin of the kubeconfig failed (${String(reason)}).`);
      }
    }
    return { authorization: `Bearer ${kept.token}` };
  };
}
