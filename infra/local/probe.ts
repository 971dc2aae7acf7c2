import { request as requestPlain } from 'node:http';
import { request as requestTls } from 'node:https';

/** True when `GET /ready` answers 200 within a second. `ca` is the PEM of the authority of an https address. */
export function isReady(url: string, ca?: string): Promise<boolean> {
  return new Promise((resolve) => {
    const request = url.startsWith('https:') ? requestTls : requestPlain;
    const call = request(
      `${url}/ready`,
      { timeout: 1000, agent: false, ...(ca === undefined ? {} : { ca }) },
      (answer) => {
        answer.resume();
        resolve(answer.statusCode === 200);
      },
    );
    call.once('timeout', () => call.destroy());
    call.once('error', () => resolve(false));
    call.end();
  });
}
