import { createHmac } from 'node:crypto';
import { connect } from 'node:net';

/**
 * Sends one signed command over a connection of its own, as Slack does, and returns the milliseconds to its answer. `index`
 * names the delivery; commands come from 40 people in 10 channels. Rejects unless it is answered with 200.
 */
export async function sendCommand(port: number, secret: string, text: string, index: number): Promise<number> {
  const form = new URLSearchParams({
    command: '/sre',
    text,
    team_id: 'T1',
    user_id: `U${index % 40}`,
    channel_id: `C${index % 10}`,
    trigger_id: `${index}.1.bench`,
    response_url: `http://127.0.0.1:${port}/nowhere`,
  }).toString();
  const timestamp = String(Math.floor(Date.now() / 1_000));
  const signature = `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:${form}`).digest('hex')}`;
  const began = performance.now();
  const answered = Promise.withResolvers<number>();
  const socket = connect(port, '127.0.0.1', () =>
    socket.write(
      `POST /slack/commands HTTP/1.1\r\nHost: bot\r\nConnection: close\r\nContent-Type: application/x-www-form-urlencoded\r\nX-Slack-Signature: ${signature}\r\nX-Slack-Request-Timestamp: ${timestamp}\r\nContent-Length: ${Buffer.byteLength(form)}\r\n\r\n${form}`,
    ),
  );
  socket.once('data', (bytes) => {
    const status = Number(bytes.toString().slice(9, 12));
    if (status === 200) answered.resolve(performance.now() - began);
    else answered.reject(new Error(`a command was answered ${status}`));
    socket.destroy();
  });
  socket.once('error', answered.reject);
  return answered.promise;
}
