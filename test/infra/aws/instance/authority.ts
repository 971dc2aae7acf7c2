import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect } from 'node:tls';
import selfsigned from 'selfsigned';
import { freePort } from '../../../../infra/local/ports.ts';

export interface Authority {
  readonly directory: string;
  /** Where it asks for answers to HTTP-01. */
  readonly http: number;
  /** The control of the name server that it asks: `/set-txt`, `/clear-txt`. */
  readonly names: string;
  stop(): Promise<void>;
}

async function whenItAnswers(port: number): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const socket = connect({ host: '127.0.0.1', port, rejectUnauthorized: false });
    const answered = await once(socket, 'secureConnect').then(
      () => true,
      () => false,
    );
    socket.destroy();
    if (answered) return;
    await sleep(50);
  }
  throw new Error(`nothing answers on ${port}`);
}

/** A certificate authority as Let's Encrypt runs it, which finds every domain on this machine. */
export async function startAuthority(folder: string): Promise<Authority> {
  const children: ChildProcess[] = [];
  const run = (program: string, args: string[], env: Record<string, string> = {}) =>
    children.push(spawn(program, args, { env: { ...process.env, ...env }, stdio: 'ignore' }));
  const ports = await Promise.all(Array.from({ length: 6 }, () => freePort()));
  const [port, management, http, tls, dns, control] = ports;
  const { cert, private: key } = await selfsigned.generate([{ name: 'commonName', value: 'localhost' }]);
  writeFileSync(join(folder, 'authority.pem'), cert);
  writeFileSync(join(folder, 'authority-key.pem'), key);
  const pebble = {
    listenAddress: `127.0.0.1:${port}`,
    managementListenAddress: `127.0.0.1:${management}`,
    certificate: join(folder, 'authority.pem'),
    privateKey: join(folder, 'authority-key.pem'),
    httpPort: http,
    tlsPort: tls,
  };
  writeFileSync(join(folder, 'pebble.json'), JSON.stringify({ pebble }));
  const names = ['-dns01', `127.0.0.1:${dns}`, '-http01', '', '-https01', '', '-tlsalpn01', '', '-defaultIPv6', ''];
  run('pebble-challtestsrv', [...names, '-management', `127.0.0.1:${control}`]);
  // No waiting before a validation, and no refused nonces.
  run('pebble', ['-config', join(folder, 'pebble.json'), '-dnsserver', `127.0.0.1:${dns}`], {
    PEBBLE_VA_NOSLEEP: '1',
    PEBBLE_WFE_NONCEREJECT: '0',
  });
  await whenItAnswers(port!);
  return {
    directory: `https://127.0.0.1:${port}/dir`,
    http: http!,
    names: `http://127.0.0.1:${control}`,
    async stop() {
      for (const child of children.filter(({ exitCode, signalCode }) => exitCode === null && signalCode === null)) {
        child.kill('SIGKILL');
        await once(child, 'exit');
      }
    },
  };
}
