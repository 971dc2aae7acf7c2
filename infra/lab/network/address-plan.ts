import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import { StartError } from '../../local/ports.ts';

/** Addresses of one lab, all on loopback: a network of its own, so that several labs run side by side. */
export interface AddressPlan {
  /** The address of the n-th service, as a ClusterIP. */
  service(n: number): string;
  /** An address that no pod has had. */
  nextPod(): string;
  readonly node: string;
}

/**
 * Picks a network within 127.0.0.0/8 in which nothing listens. Throws where the system has 127.0.0.1 only (macOS): the
 * lab needs Linux.
 */
export async function planAddresses(): Promise<AddressPlan> {
  for (let attempt = 0; attempt < 20; attempt++) {
    const network = `127.${randomInt(32, 224)}.${randomInt(0, 255)}`;
    if (!(await canListen(`${network}.1`))) continue;
    let pods = 100;
    return {
      node: `${network}.1`,
      service: (n) => `${network}.${10 + n}`,
      nextPod: () => {
        pods = pods < 250 ? pods + 1 : 101;
        return `${network}.${pods}`;
      },
    };
  }
  throw new StartError('The lab needs addresses such as 127.64.0.1 on loopback, which Linux has.');
}

function canListen(address: string): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    // The node's port 10250 is a kubelet's: whoever has it has the network.
    server.listen(10_250, address, () => server.close(() => resolve(true)));
  });
}
