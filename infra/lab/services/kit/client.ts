import { readFileSync } from 'node:fs';
import { Agent, request as plain } from 'node:http';
import { request as secure, Agent as TlsAgent } from 'node:https';
import { errorFields, log } from './log.ts';
import { clientDurations, clientRequests } from './metrics.ts';

const localAddress = process.env.POD_IP ?? '127.0.0.1';
const agent = new Agent({ keepAlive: true, keepAliveMsecs: 5_000, maxSockets: 32, localAddress });
const caFile = process.env.CA_FILE;
const tlsAgent = new TlsAgent({
  // Each call shakes hands anew, so that a changed certificate is seen at once.
  keepAlive: false,
  maxSockets: 32,
  localAddress,
  ...(caFile && { ca: readFileSync(caFile, 'utf8') }),
});
const TIMEOUT_MS = 3_000;

/** A call to another service failed; it has been logged and counted. */
export class CallFailed extends Error {
  override readonly name = 'CallFailed';
}

/** Calls another service of the cluster by name, and reads its JSON. Throws CallFailed for no answer and for 5xx. */
export async function call(target: string, path: string, method = 'GET'): Promise<unknown> {
  const address = process.env[`${target.toUpperCase()}_URL`] ?? '';
  const end = clientDurations.startTimer({ target, method });
  try {
    const { status, body } = await send(new URL(path, address), method);
    clientRequests.inc({ target, method, status: String(status) });
    if (status >= 500) throw new CallFailed(`${target} answered ${status}`);
    return JSON.parse(body) as unknown;
  } catch (error) {
    if (!(error instanceof CallFailed)) clientRequests.inc({ target, method, status: 'error' });
    log('error', `call to ${target} failed`, { target, method, url: address + path, ...errorFields(error) });
    throw error instanceof CallFailed ? error : new CallFailed(`call to ${target} failed`, { cause: error });
  } finally {
    end();
  }
}

function send(url: URL, method: string): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const isTls = url.protocol === 'https:';
    const options = { method, agent: isTls ? tlsAgent : agent, timeout: TIMEOUT_MS };
    const request = (isTls ? secure : plain)(url, options, (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (piece: string) => {
        body += piece;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body }));
      response.on('error', reject);
    });
    request.on('timeout', () =>
      request.destroy(Object.assign(new Error(`timeout of ${TIMEOUT_MS} ms exceeded`), { code: 'ETIMEDOUT' })),
    );
    request.on('error', reject);
    request.end();
  });
}
