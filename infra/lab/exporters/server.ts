import { once } from 'node:events';
import { createServer } from 'node:http';
import { exposition, type Family } from './exposition.ts';

/** Families at the moment they are scraped. */
export type Collector = () => Promise<readonly Family[]> | readonly Family[];

/** Serves `/metrics` of one exporter. */
export async function startExporter(
  host: string,
  port: number,
  collect: Collector,
): Promise<{ stop(): Promise<void> }> {
  const server = createServer((_request, response) => {
    Promise.resolve()
      .then(collect)
      .then(
        (families) =>
          response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4' }).end(exposition(families)),
        (error: Error) => response.writeHead(500).end(error.message),
      );
  });
  server.listen(port, host);
  await once(server, 'listening');
  return {
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
