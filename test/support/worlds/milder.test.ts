import { describe, expect, test } from '@jest/globals';
import { goMysqlRedis } from './architectures/go-mysql-redis.ts';
import { KINDS } from './kinds/index.ts';
import { milder } from './milder.ts';
import type { Part } from './part.ts';
import { type ClusterEvent, changeSignal, drive, type LogEntry, restingDrive, type Scene, signal } from './scene.ts';
import { makeWorld } from './world.ts';

const part = { role: 'orders' } as Part;
const fault = { course: new Float64Array([0, 0.5, 1]) };

/** As much of a scene as a strike needs that moves, calls, counts and says something. */
function bareScene(): Scene {
  const drives = new Map([['orders', restingDrive(3)]]);
  const lists = { events: [], logs: [], sayings: [] };
  return { ...lists, drives, callFactors: new Map(), signals: new Map() } as unknown as Scene;
}

function struck(share: number) {
  const scene = bareScene();
  drive(scene, part, 'latencyFactor', fault, 2);
  milder(scene, share, () => {
    drive(scene, part, 'latencyFactor', fault, 3);
    drive(scene, part, 'errors', fault, 0.4);
    scene.callFactors.set('orders>items', new Float64Array([1, 3, 5]));
    changeSignal(scene, part, 'pool active', () => 10);
    scene.events.push({ reason: 'BackOff', count: 21 } as ClusterEvent);
    scene.sayings.push(() => {
      for (let n = 0; n < 10; n++) scene.logs.push({ text: `line ${n}` } as LogEntry);
    });
  });
  for (const write of scene.sayings) write();
  return scene;
}

describe('a milder fault', () => {
  test('moves everything by its share, from where it stood before', () => {
    const scene = struck(0.25);
    expect([...scene.drives.get('orders')!.latencyFactor]).toEqual([1, 1.875, 3]);
    expect([...scene.drives.get('orders')!.errors]).toEqual([0, 0.05, 0.1]);
    expect([...scene.callFactors.get('orders>items')!]).toEqual([1, 1.5, 2]);
    expect(signal(scene, part, 'pool active', 2, 0)).toBe(4);
  });

  test('is counted and spoken of less often, and never not at all', () => {
    expect(struck(0.25).events.map(({ count }) => count)).toEqual([5]);
    expect(struck(0.25).logs.map(({ text }) => text)).toEqual(['line 0', 'line 3', 'line 7']);
    expect(struck(0).events.map(({ count }) => count)).toEqual([1]);
    expect(struck(0).logs.map(({ text }) => text)).toEqual(['line 0']);
  });
});

describe('a world', () => {
  const kinds = [KINDS.find(({ id }) => id === 'slow-for-no-known-reason')!];
  const files = (order: object) => [
    ...makeWorld({ id: 'w', seed: 5, architecture: goMysqlRedis, kinds, ...order }).files,
  ];

  test('of the whole severity and the usual traffic is the world itself', () => {
    expect(files({ severity: 1, traffic: 1 })).toEqual(files({}));
  });

  test('of another age or with less traffic has the same objects, and other figures', () => {
    const objects = (order: object) => files(order).filter(([path]) => /nodes|services\.json/.test(path));
    for (const order of [{ age: 3 }, { traffic: 0.1 }, { chatter: 3 }]) {
      expect(objects(order)).toEqual(objects({}));
      expect(files(order)).not.toEqual(files({}));
    }
  });
});
