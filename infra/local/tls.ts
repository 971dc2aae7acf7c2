import { X509Certificate } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { generate } from 'selfsigned';
import { writePrivateFile } from './secrets.ts';

/** Paths of PEM files. */
export interface LocalTls {
  /** The authority that clients must trust, for NODE_EXTRA_CA_CERTS and the like. */
  readonly caFile: string;
  readonly certFile: string;
  readonly keyFile: string;
}

const YEAR_MS = 365 * 24 * 3600 * 1000;
const RENEW_BEFORE_MS = 30 * 24 * 3600 * 1000;

function stillGood(files: LocalTls): boolean {
  if (![files.caFile, files.certFile, files.keyFile].every((file) => existsSync(file))) return false;
  try {
    const ca = new X509Certificate(readFileSync(files.caFile));
    const certificate = new X509Certificate(readFileSync(files.certFile));
    const renewAt = Date.now() + RENEW_BEFORE_MS;
    return certificate.verify(ca.publicKey) && [ca, certificate].every((one) => Date.parse(one.validTo) > renewAt);
  } catch {
    return false; // A damaged file: the pair is made anew.
  }
}

/**
 * A certificate for localhost, 127.0.0.1 and ::1, signed by an authority of its own: made at the first start in
 * `folder`, used again until a month before it ends. The authority's key is thrown away, so it can sign nothing else.
 */
export async function prepareTls(folder: string): Promise<LocalTls> {
  const files = {
    caFile: join(folder, 'ca.pem'),
    certFile: join(folder, 'cert.pem'),
    keyFile: join(folder, 'key.pem'),
  };
  if (stillGood(files)) return files;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const notAfterDate = new Date(Date.now() + 2 * YEAR_MS);
  const shared = { keyType: 'ec', algorithm: 'sha256', notAfterDate } as const;
  const ca = await generate([{ name: 'commonName', value: 'On-call teammate local CA' }], {
    ...shared,
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    ],
  });
  const altNames = [
    { type: 2 as const, value: 'localhost' },
    { type: 7 as const, ip: '127.0.0.1' },
    { type: 7 as const, ip: '::1' },
  ];
  const server = await generate([{ name: 'commonName', value: 'localhost' }], {
    ...shared,
    ca: { key: ca.private, cert: ca.cert },
    extensions: [
      { name: 'basicConstraints', cA: false },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      { name: 'subjectAltName', altNames },
    ],
  });
  writePrivateFile(files.caFile, ca.cert);
  writePrivateFile(files.certFile, server.cert);
  writePrivateFile(files.keyFile, server.private);
  return files;
}
