import { connect, createServer, type Server, type Socket } from 'node:net';
import type { Transform } from 'node:stream';
import { createLink, type LinkQuality } from './link.ts';

export interface ServiceProxyOptions {
  readonly address: string;
  readonly port: number;
  /** Addresses of the pods that are ready, at the moment. */
  readonly endpoints: () => readonly string[];
  /** How good the way from a pod's address to this service is; undefined for a good one. */
  readonly quality: (callerAddress: string) => LinkQuality | undefined;
}

/** One service's address in the cluster, as kube-proxy makes it: TCP to the ready pods in turns. */
export interface ServiceProxy {
  /** Opens or closes the port as there are endpoints: without any, callers are refused. */
  update(): Promise<void>;
  /** Ends connections, so that callers come anew. */
  reset(): void;
  stop(): Promise<void>;
}

export function createServiceProxy(options: ServiceProxyOptions): ServiceProxy {
  let server: Server | undefined;
  let turn = 0;
  const sockets = new Set<Socket>();

  const accept = (client: Socket): void => {
    const endpoints = options.endpoints();
    const target = endpoints[turn++ % Math.max(1, endpoints.length)];
    if (target === undefined) return void client.resetAndDestroy();
    const caller = client.remoteAddress ?? '';
    const pod = connect({ host: target, port: options.port, allowHalfOpen: true });
    const there = createLink(() => options.quality(caller));
    const back = createLink(() => options.quality(caller));
    for (const socket of [client, pod]) {
      socket.setNoDelay(true);
      sockets.add(socket);
      // What ends in order ends the other side through the link, after what is still under way.
      socket.once('close', () => sockets.delete(socket));
    }
    pod.once('error', () => client.resetAndDestroy());
    client.once('error', () => pod.destroy());
    pipe(client, there, pod);
    pipe(pod, back, client);
  };
  const close = async (): Promise<void> => {
    const closing = server;
    server = undefined;
    for (const socket of sockets) socket.destroy();
    await new Promise<void>((resolve) => (closing === undefined ? resolve() : closing.close(() => resolve())));
  };
  let updating: Promise<void> = Promise.resolve();
  return {
    update: () => {
      updating = updating.then(async () => {
        const wanted = options.endpoints().length > 0;
        if (wanted && server === undefined) server = await listen(accept, options);
        else if (!wanted && server !== undefined) await close();
      });
      return updating;
    },
    reset: () => {
      for (const socket of sockets) socket.destroy();
    },
    stop: () => updating.then(close),
  };
}

function listen(accept: (client: Socket) => void, { address, port }: ServiceProxyOptions): Promise<Server> {
  const server = createServer({ allowHalfOpen: true }, accept);
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, address, () => resolve(server));
  });
}

function pipe(from: Socket, link: Transform, to: Socket): void {
  link.on('error', () => to.destroy());
  from.pipe(link).pipe(to);
}
