import { readFileSync } from 'node:fs';
import { afterEach, expect, test } from '@jest/globals';
import { createEventRecorder } from '../../../infra/lab/cluster/events.ts';
import { createKubelet } from '../../../infra/lab/kubelet/kubelet.ts';
import { logFileOf } from '../../../infra/lab/kubelet/log-writer.ts';
import type { Pod } from '../../../infra/lab/kubelet/pod.ts';
import { serviceNamed } from '../../../infra/lab/system.ts';
import { temporaryFolder } from '../local/stand-in.ts';

const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

const MIB = 2 ** 20;

function podWith(memoryLimit: number): Pod {
  const createdAt = new Date();
  return {
    name: 'catalog-abc-de',
    uid: '0b1c2d3e-1111-2222-3333-444455556666',
    service: { ...serviceNamed('catalog'), memoryLimit },
    revision: { number: 1, hash: 'abc', image: 'catalog:1', env: {}, createdAt },
    ip: '127.0.0.1',
    createdAt,
    state: { kind: 'waiting', reason: 'ContainerCreating' },
    restarts: 0,
    ready: false,
    readyChangedAt: createdAt,
    deleting: false,
  };
}

/** Runs a line of JavaScript as the container; the promise settles when the condition holds, asked at each change. */
function run(program: string, memoryLimit = 512 * MIB) {
  const { folder, remove } = temporaryFolder();
  cleanUps.push(remove);
  const pod = podWith(memoryLimit);
  const events = createEventRecorder();
  const waiting: { holds: () => boolean; done: () => void }[] = [];
  const kubelet = createKubelet({
    logFolder: folder,
    events,
    probe: async () => undefined,
    launch: () => ({
      command: [process.execPath, '-e', program],
      env: { PATH: process.env.PATH ?? '' },
      channel: false,
      stopSignal: 'SIGTERM',
    }),
    changed: () => {
      for (const { holds, done } of waiting) if (holds()) done();
    },
  });
  cleanUps.push(() => kubelet.stop());
  const until = (holds: () => boolean) =>
    new Promise<void>((done) => {
      waiting.push({ holds, done });
      if (holds()) done();
    });
  kubelet.run(pod);
  return {
    kubelet,
    pod,
    events,
    until,
    log: (restarts: number) => readFileSync(logFileOf(folder, { ...pod, restarts }), 'utf8'),
  };
}

test('what ends is started again: at once, then after a pause as CrashLoopBackOff, with a log for each', async () => {
  const { pod, events, until, log } = run('console.log("begins"); console.error("no key"); process.exitCode = 3');
  await until(() => pod.state.kind === 'waiting' && pod.state.reason === 'CrashLoopBackOff');
  expect(pod.restarts).toBe(1);
  expect(pod.last).toMatchObject({ exitCode: 3, reason: 'Error' });
  expect(log(0)).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z stdout F begins$/m);
  expect(log(1)).toMatch(/Z stderr F no key$/m);
  expect(events.list()).toContainEqual(expect.objectContaining({ type: 'Warning', reason: 'BackOff' }));
}, 30_000);

test('what takes more memory than its limit is killed, with the status a kubelet writes', async () => {
  const { pod, until } = run(
    'globalThis.held = Buffer.alloc(400 * 2 ** 20, 1); setInterval(() => {}, 1000)',
    200 * MIB,
  );
  await until(() => pod.last !== undefined);
  expect(pod.last).toMatchObject({ exitCode: 137, reason: 'OOMKilled' });
}, 30_000);

test('a pod that is ready serves, and one that is removed is gone with its process', async () => {
  const { kubelet, pod, until } = run('setInterval(() => {}, 1000)');
  await until(() => pod.ready);
  const { pid = 0 } = pod;
  await kubelet.remove(pod);
  expect(() => process.kill(pid, 0)).toThrow('ESRCH');
  expect([pod.ready, pod.deleting, pod.last]).toEqual([false, true, undefined]);
}, 30_000);
