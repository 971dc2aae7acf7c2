import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { expect, test } from '@jest/globals';
import { App } from '@slack/bolt';
import { pino } from 'pino';
import { Secret } from '../../../../bot/domain/secret.ts';
import { onceEach } from '../../../../bot/slack/middleware/once.ts';
import { createSocketReceiver } from '../../../../bot/slack/receiving/socket.ts';

const KEY = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';

/** Slack's side of Socket Mode, as far as one delivery goes: tells the address, says hello, sends, hears the answer. */
async function startSlackSide(delivery: object, says: { goodbye: boolean; times?: number } = { goodbye: true }) {
  const heard = Promise.withResolvers<{ envelope_id: string; payload?: unknown }>();
  const answers: { envelope_id: string; payload?: unknown }[] = [];
  let socket: Duplex | undefined;
  const server = createServer((request, response) => {
    expect(request.headers.authorization).toBe('Bearer xapp-test');
    response.setHeader('content-type', 'application/json');
    const { port } = server.address() as AddressInfo;
    response.end(JSON.stringify({ ok: true, url: `ws://127.0.0.1:${port}/link` }));
  });
  server.on('upgrade', (request, stream) => {
    socket = stream;
    const accept = createHash('sha1').update(`${request.headers['sec-websocket-key']}${KEY}`).digest('base64');
    stream.write(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
    );
    stream.write(frame(JSON.stringify({ type: 'hello' })));
    const deliver = () => {
      const again = answers.length > 0 && { retry_attempt: answers.length, retry_reason: 'timeout' };
      const envelope = {
        envelope_id: `e-${answers.length + 1}`,
        accepts_response_payload: true,
        ...again,
        ...delivery,
      };
      stream.write(frame(JSON.stringify(envelope)));
    };
    deliver();
    stream.on('data', (bytes: Buffer) => {
      if ((bytes[0]! & 0x0f) === 8 && says.goodbye) stream.end(Buffer.from([0x88, 2, 0x03, 0xe8]));
      const text = unmasked(bytes);
      if (text?.includes('envelope_id')) heard.resolve(JSON.parse(text));
      if (!text?.includes('envelope_id')) return;
      answers.push(JSON.parse(text));
      if (answers.length < (says.times ?? 1)) deliver();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    apiUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/`,
    heard: heard.promise,
    answers,
    close: () => {
      socket?.destroy();
      server.closeAllConnections();
      server.close();
    },
  };
}

function frame(text: string): Buffer {
  const body = Buffer.from(text);
  const head =
    body.length < 126
      ? Buffer.from([0x81, body.length])
      : Buffer.from([0x81, 126, body.length >> 8, body.length & 255]);
  return Buffer.concat([head, body]);
}

function unmasked(bytes: Buffer): string | undefined {
  if ((bytes[0]! & 0x0f) !== 1) return undefined;
  const short = bytes[1]! & 0x7f;
  const start = short === 126 ? 4 : 2;
  const length = short === 126 ? bytes.readUInt16BE(2) : short;
  const mask = bytes.subarray(start, start + 4);
  const body = Buffer.from(bytes.subarray(start + 4, start + 4 + length));
  return body.map((byte, index) => byte ^ mask[index % 4]!).toString();
}

test('over Socket Mode a command reaches the handlers and is acknowledged on the same line', async () => {
  const payload = { command: '/sre', text: 'help', team_id: 'T1', user_id: 'U1', channel_id: 'C1', trigger_id: '1.2' };
  const slack = await startSlackSide({ type: 'slash_commands', payload });
  const receiver = createSocketReceiver({
    appToken: new Secret('xapp-test'),
    apiUrl: slack.apiUrl,
    log: pino({ level: 'silent' }),
  });
  const app = new App({ receiver, authorize: async () => ({ botToken: 'xoxb-1', botId: 'B', botUserId: 'U' }) });
  app.command('/sre', async ({ ack, command }) => ack({ text: `you said ${command.text}` }));
  try {
    await receiver.start();
    expect(await slack.heard).toMatchObject({ envelope_id: 'e-1', payload: { text: 'you said help' } });
  } finally {
    await receiver.stop();
    slack.close();
  }
});

test('what rides on an acknowledgement leaves without the secrets that our rules know', async () => {
  const secret = `gh${'p_'}${'a1B2c3D4e5'.repeat(4).slice(0, 36)}`;
  const payload = { command: '/sre', text: secret, team_id: 'T1', user_id: 'U1', channel_id: 'C1', trigger_id: '1.2' };
  const slack = await startSlackSide({ type: 'slash_commands', payload });
  const log = pino({ level: 'silent' });
  const receiver = createSocketReceiver({ appToken: new Secret('xapp-test'), apiUrl: slack.apiUrl, log });
  const app = new App({ receiver, authorize: async () => ({ botToken: 'xoxb-1', botId: 'B', botUserId: 'U' }) });
  app.command('/sre', async ({ ack, command }) => ack({ text: `I know no ${command.text}` }));
  try {
    await receiver.start();
    expect(await slack.heard).toEqual({ envelope_id: 'e-1', payload: { text: 'I know no [redacted]' } });
  } finally {
    await receiver.stop();
    slack.close();
  }
});

test('the connection has ended when stop resolves, also where Slack says no goodbye: nothing keeps the process up', async () => {
  const timers = () => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;
  const before = timers();
  for (const goodbye of [true, false]) {
    const slack = await startSlackSide({ type: 'slash_commands', payload: { command: '/sre' } }, { goodbye });
    const log = pino({ level: 'silent' });
    const receiver = createSocketReceiver({ appToken: new Secret('xapp-test'), apiUrl: slack.apiUrl, log });
    new App({ receiver, authorize: async () => ({ botToken: 'xoxb-1', botId: 'B', botUserId: 'U' }) }).command(
      '/sre',
      async ({ ack }) => ack(),
    );
    await receiver.start();
    await slack.heard;
    await receiver.stop();
    slack.close();
    expect(receiver.client).not.toMatchObject({ websocket: { websocket: expect.anything() } });
    expect(timers()).toBeLessThanOrEqual(before);
  }
});

test('what Slack delivers again over the connection does nothing again, and is acknowledged', async () => {
  const payload = { command: '/sre', text: 'x', team_id: 'T1', user_id: 'U1', channel_id: 'C1', trigger_id: '1.2' };
  const slack = await startSlackSide({ type: 'slash_commands', payload }, { goodbye: true, times: 3 });
  const log = pino({ level: 'silent' });
  const receiver = createSocketReceiver({ appToken: new Secret('xapp-test'), apiUrl: slack.apiUrl, log });
  const app = new App({ receiver, authorize: async () => ({ botToken: 'xoxb-1', botId: 'B', botUserId: 'U' }) });
  let done = 0;
  app.use(onceEach({}));
  app.command('/sre', async ({ ack }) => {
    done += 1;
    await ack({ text: 'words' });
  });
  try {
    await receiver.start();
    while (slack.answers.length < 3) await new Promise((resolve) => setImmediate(resolve));
  } finally {
    await receiver.stop();
    slack.close();
  }
  expect(done).toBe(1);
  expect(slack.answers.map(({ envelope_id }) => envelope_id)).toEqual(['e-1', 'e-2', 'e-3']);
  expect(slack.answers.filter(({ payload: words }) => JSON.stringify(words ?? '').includes('words'))).toHaveLength(1);
});
