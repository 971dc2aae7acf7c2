import { join } from 'node:path';
import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import fastify from 'fastify';
import { createGateway, type GatewayOptions } from '../../../../infra/local/gateway/server.ts';
import { createS3 } from '../../../../infra/local/s3/server.ts';
import { createUser, signInAs } from '../cognito/sign-in-as.ts';
import { credentials, region, startCognito } from '../stand-in.ts';

const apiKey = 'the-key-of-the-backends';

function shopSchema(serverUrl: string): string {
  const parameter = (name: string, more: string) => `        - {name: ${name}, ${more}}`;
  const names = Array.from(
    { length: 20 },
    (_one, index) => `  /extra/${index}:
    get: {operationId: extra_${index}, summary: Extra number ${index}}`,
  );
  return `openapi: 3.0.3
info: {title: Shop, version: 1.0.0}
servers: [{url: '${serverUrl}'}]
components:
  parameters:
    Limit: {name: limit, in: query, description: How many., schema: {type: integer, maximum: 9}}
paths:
  /orders/{order_id}/lines:
    get:
      operationId: list_order_lines
      summary: Order lines
      description: The lines of one order with their prices.
      parameters:
${parameter('order_id', 'in: path, required: true, schema: {type: string}')}
${parameter('state', 'in: query, schema: {type: array, items: {type: string}}')}
        - $ref: '#/components/parameters/Limit'
  /refunds:
    get: {operationId: search_refunds, summary: Refunds, description: Money that was given back to customers.}
  /broken:
    get: {operationId: broken, summary: Always broken}
  /plain:
    get: {operationId: plain, summary: Fails without JSON}
  /slow:
    get: {operationId: slow, summary: Never answers}
  /large:
    get: {operationId: large, summary: Fifty megabytes}
${names.join('\n')}
`;
}

function createShop(seen: { path: string; key: unknown }[]) {
  const app = fastify({ forceCloseConnections: true });
  app.addHook('onRequest', async (request, reply) => {
    seen.push({ path: request.url, key: request.headers['x-api-key'] });
    if (request.headers['x-api-key'] !== apiKey) await reply.code(401).send({ error: { kind: 'unauthenticated' } });
  });
  app.get('/orders/:id/lines', async (request) => ({ params: request.params, query: request.query }));
  app.get('/refunds', async () => ({ items: [] }));
  app.get('/broken', async (_request, reply) =>
    reply.code(503).send({ error: { kind: 'unavailable', message: 'the source is away' } }),
  );
  app.get('/plain', async (_request, reply) => reply.code(500).type('text/html').send('<h1>Oops</h1>'));
  app.get('/slow', () => new Promise(() => undefined));
  app.get('/large', async () => ({ text: '"'.padEnd(50 * 1024 * 1024, 'x') }));
  return app;
}

/** A gateway with everything behind it: a pool, a bucket with one schema, and a backend of its own. */
export async function startGateway(more: Partial<GatewayOptions> = {}, pool: { accessTokenSeconds?: number } = {}) {
  const cognito = await startCognito(pool);
  const seen: { path: string; key: unknown }[] = [];
  const shop = createShop(seen);
  const shopUrl = await shop.listen({ port: 0, host: '127.0.0.1' });
  const s3Server = await createS3({ folder: join(cognito.folder, 's3'), configBucket: 'config', ...credentials });
  const endpoint = await s3Server.app.listen({ port: 0, host: '127.0.0.1' });
  const s3 = new S3Client({ region, credentials, endpoint, forcePathStyle: true });
  const Key = 'schemas/shop.yaml';
  await s3.send(new PutObjectCommand({ Bucket: 'config', Key, Body: shopSchema(shopUrl) }));
  const gateway = createGateway({
    s3,
    configBucket: 'config',
    targets: [{ name: 'shop', schemaKey: Key }],
    apiKey,
    discoveryUrl: `${cognito.issuer}/.well-known/openid-configuration`,
    allowedClients: [cognito.clientId],
    timeoutMs: 30_000,
    ...more,
  });
  const origin = await gateway.app.listen({ port: 0, host: '127.0.0.1' });
  const url = `${origin}/mcp`;
  const identity = new CognitoIdentityProviderClient({ region, credentials, endpoint: cognito.url });
  const users = { client: identity, poolId: cognito.poolId, clientId: cognito.clientId };
  const clients: Client[] = [];

  /** Makes the user and returns an access token. */
  const tokenOf = async (username: string) => {
    await createUser(users, username, 'U1');
    return (await signInAs(users, username, 'U1')).access;
  };
  const connect = async (token: string) => {
    const client = new Client({ name: 'test', version: '1' });
    const requestInit = { headers: { authorization: `Bearer ${token}` } };
    const transport = new StreamableHTTPClientTransport(new URL(url), { requestInit });
    await client.connect(transport);
    clients.push(client);
    return { client, sessionId: transport.sessionId };
  };
  const stop = async () => {
    await Promise.all(clients.map((client) => client.close()));
    identity.destroy();
    s3.destroy();
    await gateway.app.close();
    await shop.close();
    await s3Server.app.close();
    await cognito.stop();
  };
  return { ...gateway, url, origin, cognito, pool: users, shop, seen, apiKey, tokenOf, connect, stop };
}
