import { readFileSync, unwatchFile, watchFile } from 'node:fs';
import { createSecureContext } from 'node:tls';
import type { Logger } from 'pino';
import { SreError } from '../domain/errors.ts';

export interface CertificateFiles {
  readonly certFile: string;
  readonly keyFile: string;
}

export interface CertificatePair {
  readonly cert: Buffer;
  readonly key: Buffer;
}

/** Reads and checks a certificate and its key. Throws SreError `invalid-input` when they cannot be used together. */
export function readCertificate(files: CertificateFiles): CertificatePair {
  try {
    const pair = { cert: readFileSync(files.certFile), key: readFileSync(files.keyFile) };
    createSecureContext(pair);
    return pair;
  } catch (error) {
    throw new SreError('invalid-input', `TLS_CERT_FILE and TLS_KEY_FILE cannot be used: ${(error as Error).message}`, {
      cause: error,
    });
  }
}

/**
 * Watches the files by polling, which also sees renames and swapped links, and calls `apply` with each new pair that
 * can be used; a pair that cannot is logged and the old one stays. Returns the reload itself, for a signal, and a stop.
 */
export function watchCertificate(
  files: CertificateFiles,
  apply: (pair: CertificatePair) => void,
  log: Pick<Logger, 'info' | 'error'>,
  pollMs = 5_000,
): { reload(): void; stop(): void } {
  const reload = () => {
    try {
      apply(readCertificate(files));
      log.info('certificate reloaded');
    } catch (error) {
      log.error({ err: error }, 'certificate not reloaded, the old one stays');
    }
  };
  let settling: NodeJS.Timeout | undefined;
  // Certificate and key are written one after the other; wait until both are there.
  const changed = () => {
    clearTimeout(settling);
    settling = setTimeout(reload, Math.min(500, pollMs));
    settling.unref();
  };
  const names = [files.certFile, files.keyFile];
  for (const name of names) watchFile(name, { interval: pollMs, persistent: false }, changed);
  return {
    reload,
    stop() {
      clearTimeout(settling);
      for (const name of names) unwatchFile(name, changed);
    },
  };
}
