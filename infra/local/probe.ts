import { request as requestPlain } from 'node:http';
import { connect } from 'node:http2';
import { request as requestTls } from 'node:https';

/**
 * True when `GET /ready`, or another path, answers 200 within a second. `ca` is the PEM of the authority of an https
 * address.
 */
export function isReady(url: string, ca?: string, path = '/ready'): Promise<boolean> {
  return new Promise((resolve) => {
    const request = url.startsWith('https:') ? requestTls : requestPlain;
    const call = request(url + path, { timeout: 1000, agent: false, ...(ca === undefined ? {} : { ca }) }, (answer) => {
      answer.resume();
      resolve(answer.statusCode === 200);
    });
    call.once('timeout', () => call.destroy());
    call.once('error', () => resolve(false));
    call.end();
  });
}

/** As `isReady`, for a part that speaks HTTP/2 without TLS. */
export function isReadyOverHttp2(url: string): Promise<boolean> {
  return new Promise((resolve) => {
    const session = connect(url);
    const end = (ready: boolean) => {
      session.destroy();
      resolve(ready);
    };
    session.once('error', () => end(false));
    session.setTimeout(1000, () => end(false));
    const call = session.request({ ':path': '/ready' });
    call.once('response', (headers) => end(headers[':status'] === 200));
    call.once('error', () => end(false));
    call.end();
  });
}
