import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { gzipSync } from 'node:zlib';
import { afterEach, expect, test } from '@jest/globals';
import { createHttpSource, type HttpSourceOptions } from '../../../../backends/common/live/http-source.ts';

const clean: (() => void | Promise<void>)[] = [];
afterEach(async () => {
  for (const end of clean.splice(0).toReversed()) await end();
});

async function sourceOf(answer: RequestListener, options: Partial<HttpSourceOptions> = {}) {
  const server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  const source = createHttpSource({ name: 'It', baseUrl: `http://127.0.0.1:${port}/prefix/`, ...options });
  clean.push(async () => {
    source.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return source;
}

const calmly = () => ({ signal: new AbortController().signal });

test('the path of the address stays before the path asked for, and a form is posted', async () => {
  const source = await sourceOf((request, response) => {
    request.setEncoding('utf8');
    let body = '';
    request.on('data', (piece) => {
      body += piece;
    });
    request.on('end', () => response.end(JSON.stringify([request.method, request.url, body])));
  });
  expect(await source.json('/a', { query: { q: 'x y' }, ...calmly() })).toEqual(['GET', '/prefix/a?q=x+y', '']);
  expect(await source.json('/a', { form: { q: '1&2' }, ...calmly() })).toEqual(['POST', '/prefix/a', 'q=1%262']);
});

test('gzip is read; an answer that unpacks beyond the limit, or is cut short, is an error', async () => {
  const packed = (text: string) => gzipSync(JSON.stringify(text));
  const serve = (body: Buffer): RequestListener => {
    return (_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(body);
  };
  expect(await (await sourceOf(serve(packed('hello')))).json('/', calmly())).toBe('hello');
  const huge = await sourceOf(serve(packed('x'.repeat(100_000))), { maxBytes: 1_000 });
  await expect(huge.json('/', calmly())).rejects.toMatchObject({ kind: 'bad-upstream' });
  const cut = await sourceOf(serve(packed('hello').subarray(0, 12)));
  await expect(cut.json('/', calmly())).rejects.toMatchObject({ kind: 'unavailable' });
});

test('a redirect is not followed: credentials go nowhere else', async () => {
  const headers = () => ({ authorization: 'Bearer secret-token' });
  let asked = 0;
  const source = await sourceOf(
    (_, response) => {
      asked++;
      response.writeHead(302, { location: '/elsewhere' }).end();
    },
    { headers },
  );
  await expect(source.json('/', calmly())).rejects.toMatchObject({ kind: 'bad-upstream' });
  expect(asked).toBe(1);
});

test('what is not available is asked again, three times in all; what is refused is not', async () => {
  const statuses = [503, 502, 200];
  const mended = await sourceOf((_, response) => {
    response.writeHead(statuses.shift() ?? 500).end('{}');
  });
  expect(await mended.json('/', calmly())).toEqual({});
  let asked = 0;
  const away = await sourceOf((_, response) => {
    asked++;
    response.writeHead(503, { 'retry-after': '0' }).end();
  });
  await expect(away.json('/', calmly())).rejects.toMatchObject({ kind: 'unavailable' });
  expect(asked).toBe(3);
});

test('a caller that goes away ends the pause and the request with its own reason', async () => {
  let asked = 0;
  const caller = new AbortController();
  const source = await sourceOf((_, response) => {
    asked += 1;
    response.writeHead(429, { 'retry-after': '5' }).end();
    response.once('close', () => setTimeout(() => caller.abort(new Error('gone')), 100));
  });
  await expect(source.json('/', { signal: caller.signal })).rejects.toThrow('gone');
  expect(asked).toBe(1);
});
