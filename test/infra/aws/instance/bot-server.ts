import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { createApp } from '../../../../bot/app.ts';
import { createMetrics } from '../../../../bot/server/metrics.ts';
import { createReadiness } from '../../../../bot/server/readiness.ts';

/** The bot's own HTTPS server without what is behind it, as a process: it tells its port, and reloads on SIGHUP. */
const [certFile = '', keyFile = ''] = process.argv.slice(2);
const metrics = createMetrics();
// Told from the first use of a model on.
metrics.spent({ inputTokens: 1, outputTokens: 1, microDollars: 1 });
const app = await createApp({
  config: { tls: { certFile, keyFile } },
  slack: async (server) => {
    server.post('/slack/events', async () => ({ ok: true }));
  },
  readiness: createReadiness({}),
  metrics,
  log: pino({ level: 'silent' }),
});
await app.server.listen({ host: '127.0.0.1', port: 0 });
process.on('SIGHUP', app.reloadCertificate);
process.stdout.write(`${(app.server.server.address() as AddressInfo).port}\n`);
