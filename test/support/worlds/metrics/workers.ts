import type { Part } from '../part.ts';
import { signal } from '../scene.ts';
import type { Exported } from './exporter.ts';

/** One worker of a broker: what waits for it, and how much it takes a second. */
export interface WorkerOfBroker {
  readonly worker: Part;
  lag(index: number, partition?: string): number;
  rate(index: number): number;
}

/** The workers that take their messages from this broker. */
export function workersOf(e: Exported): readonly WorkerOfBroker[] {
  return e.scene.system.parts
    .filter((part) => part.consumes === e.part.role)
    .map((worker) => ({
      worker,
      lag: (index, partition = '0') => {
        const course = e.courseOf(worker);
        const base = course.lag[index]! + course.rps[index]! * 0.4;
        return signal(e.scene, worker, `lag ${partition}`, signal(e.scene, worker, 'lag', base, index), index);
      },
      rate: (index) => signal(e.scene, worker, 'consumed', e.courseOf(worker).rps[index]!, index),
    }));
}
