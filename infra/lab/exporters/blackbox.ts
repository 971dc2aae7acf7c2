import { connect } from 'node:tls';
import type { Family } from './exposition.ts';

/** What blackbox_exporter says of one TLS endpoint, by a real handshake. The certificate need not be trusted or valid. */
export async function probeTls(host: string, port: number, servername: string): Promise<Family[]> {
  const began = performance.now();
  const notAfter = await expiryOf(host, port, servername).catch(() => undefined);
  const gauge = (name: string, help: string, value: number): Family => ({
    name,
    type: 'gauge',
    help,
    samples: [[{}, value]],
  });
  const valid = notAfter !== undefined && notAfter > Date.now() / 1000;
  return [
    gauge('probe_success', 'Displays whether or not the probe was a success', valid ? 1 : 0),
    gauge(
      'probe_duration_seconds',
      'Returns how long the probe took to complete in seconds',
      (performance.now() - began) / 1000,
    ),
    ...(notAfter === undefined
      ? []
      : [gauge('probe_ssl_earliest_cert_expiry', 'Returns last SSL chain expiry in unixtime', notAfter)]),
  ];
}

/** Unix seconds. */
function expiryOf(host: string, port: number, servername: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, servername, rejectUnauthorized: false, timeout: 1_000 }, () => {
      resolve(Date.parse(socket.getPeerCertificate().valid_to) / 1000);
      socket.end();
    });
    socket.once('timeout', () => socket.destroy(new Error('timeout')));
    socket.once('error', reject);
  });
}
