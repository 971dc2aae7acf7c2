import { createServer } from 'node:net';

/** A reason, in words for the person at the terminal, why a local part cannot start. */
export class StartError extends Error {
  override readonly name = 'StartError';
}

/** A TCP port that nothing uses at the moment; the system picks it. */
export function freePort(host = '127.0.0.1'): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, host, () => {
      const address = server.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      server.close(() => resolve(port));
    });
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
