import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/** A reason, in words for the person at the terminal, why a local part cannot start. */
export class StartError extends Error {
  override readonly name = 'StartError';
}

/** Below the ports that systems give to outgoing connections (32768 and up on Linux, 49152 elsewhere), and above well-known ones. */
const FIRST_PORT = 20_000;
const LAST_PORT = 32_000;
const MOST_TRIES = 200;

/**
 * A TCP port that nothing uses at the moment. It is none that the system may give to a connection or a server of its own
 * choice before whoever asked listens on it.
 */
export async function freePort(host = '127.0.0.1'): Promise<number> {
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const port = randomInt(FIRST_PORT, LAST_PORT);
    if (await isFree(port, host)) return port;
  }
  throw new StartError(`No free port was found between ${FIRST_PORT} and ${LAST_PORT}.`);
}

function isFree(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, host, () => server.close(() => resolve(true)));
  });
}

const HOW_TO_MOVE = '--free-ports lets the system pick all ports, --port N moves the workspace page.';

/** Addresses that this machine lacks, such as those of IPv6, cannot be in use. */
const NO_SUCH_ADDRESS = ['EADDRNOTAVAIL', 'EAFNOSUPPORT'];

/**
 * Throws a StartError that names the port and the part when something already listens there, on IPv4 or IPv6: a browser
 * that opens localhost might reach either.
 */
export async function assertPortFree(port: number, part: string): Promise<void> {
  for (const host of ['127.0.0.1', '::1']) await assertAddressFree(port, part, host);
}

function assertAddressFree(port: number, part: string, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (NO_SUCH_ADDRESS.includes(error.code ?? '')) return resolve();
      return reject(
        error.code === 'EADDRINUSE'
          ? new StartError(`Port ${port} (${part}) is already in use by another program. ${HOW_TO_MOVE}`)
          : new StartError(`Port ${port} (${part}) cannot be opened: ${error.code ?? error.message}.`, {
              cause: error,
            }),
      );
    });
    server.listen(port, host, () => server.close(() => resolve()));
  });
}
