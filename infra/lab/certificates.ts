import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generate } from 'selfsigned';
import { NAMESPACE, TLS_SERVICE } from './system.ts';

/** The certificate of the service that serves TLS, and the authority its callers trust. */
export interface Certificates {
  /** Holds `tls.crt` and `tls.key`, as a mounted Secret does. */
  readonly folder: string;
  readonly caFile: string;
  /** Issues a certificate that ends at that moment, in the place of the present one. */
  issue(notAfter: Date): Promise<void>;
}

const DAY_MS = 86_400_000;
const YEAR_MS = 365 * DAY_MS;

export async function prepareCertificates(folder: string): Promise<Certificates> {
  mkdirSync(folder, { recursive: true });
  const shared = { keyType: 'ec', algorithm: 'sha256' } as const;
  const ca = await generate([{ name: 'commonName', value: 'Lab CA' }], {
    ...shared,
    notAfterDate: new Date(Date.now() + YEAR_MS),
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    ],
  });
  const caFile = join(folder, 'ca.crt');
  writeFileSync(caFile, ca.cert);
  const names = [TLS_SERVICE, `${TLS_SERVICE}.${NAMESPACE}.svc.cluster.local`];
  const issue = async (notAfter: Date): Promise<void> => {
    const pair = await generate([{ name: 'commonName', value: TLS_SERVICE }], {
      ...shared,
      ca: { key: ca.private, cert: ca.cert },
      notBeforeDate: new Date(notAfter.getTime() - 90 * DAY_MS),
      notAfterDate: notAfter,
      extensions: [
        { name: 'basicConstraints', cA: false },
        { name: 'subjectAltName', altNames: names.map((value) => ({ type: 2 as const, value })) },
      ],
    });
    writeFileSync(join(folder, 'tls.crt'), pair.cert);
    writeFileSync(join(folder, 'tls.key'), pair.private, { mode: 0o600 });
  };
  await issue(new Date(Date.now() + 60 * DAY_MS));
  return { folder, caFile, issue };
}
