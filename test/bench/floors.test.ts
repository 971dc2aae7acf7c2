import { expect, test } from '@jest/globals';
import { belowFloor, readFloors } from './accuracy/floors.ts';
import { measure } from './accuracy/measures.ts';
import { judgeSet, type RecordedSet, recordedSets } from './accuracy/sets.ts';

const data = process.env.BENCH_DATA || undefined;
const sets = data === undefined ? [] : recordedSets(data);
if (data === undefined) console.warn('Floors of recorded systems are not checked: BENCH_DATA names no folder.');

const noSet: readonly RecordedSet[] = [{ name: 'every set', expectations: {} }];

const held = data === undefined ? test.skip : test;
held.each([...(data === undefined ? noSet : sets)])(
  '$name reaches its floor',
  async (set) => {
    expect(belowFloor(set.name, measure(await judgeSet(set)), readFloors())).toEqual([]);
  },
  600_000,
);
