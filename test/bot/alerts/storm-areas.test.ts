import { describe, expect, test } from '@jest/globals';
import { stormAreas } from '../../../bot/alerts/storm-areas.ts';
import type { GroupMember } from '../../../bot/domain/alert-group.ts';

let count = 0;
const member = (service: string, more: Partial<GroupMember> & { namespace?: string } = {}) => {
  const { namespace = `own-${service}`, ...rest } = more;
  count += 1;
  return {
    name: `Rule-${count}`,
    status: 'firing',
    severity: 'critical',
    startsAt: '2026-03-04T05:00:00Z',
    times: 1,
    target: { kind: 'service', name: service, namespace },
    ...rest,
  } satisfies GroupMember;
};
const areasOf = (members: readonly GroupMember[], topology: Record<string, string[]> = {}) =>
  stormAreas({ members: Object.fromEntries(members.map((one, index) => [String(index), one])) }, topology).map(
    ({ by, what, subjects, firing }) => `${by} ${what} ${subjects} ${firing}`,
  );

describe('a storm is told by what its alerts share:', () => {
  test('the service that nearly all of its callers, near and far, fire with', () => {
    const topology = { web: ['basket'], api: ['basket'], basket: ['db'], mail: ['queue'] };
    expect(
      areasOf(
        ['web', 'api', 'basket', 'db', 'mail'].map((name) => member(name)),
        topology,
      ),
    ).toEqual(['calls db 4 4', 'rest  1 1']);
  });

  test('not one of whose callers most are well', () => {
    const topology = Object.fromEntries(Array.from({ length: 10 }, (_, index) => [`web-${index}`, ['db']]));
    const firing = ['web-0', 'web-1', 'web-2'].map((name) => member(name, { namespace: 'shop' }));
    expect(areasOf(firing, topology)).toEqual(['namespace shop 3 3']);
  });

  test('a node before a namespace, each thing once, the largest first', () => {
    const onNode = ['a', 'b', 'c'].map((name) => member(name, { namespace: 'shop', near: ['node/worker-1'] }));
    const others = ['d', 'e', 'f', 'g', 'h'].map((name) => member(name, { namespace: 'shop' }));
    expect(areasOf([...onNode, member('a', { near: ['node/worker-1'] }), ...others])).toEqual([
      'namespace shop 5 5',
      'node worker-1 3 4',
    ]);
  });

  test('a zone, a cluster, the name of the alert, the group of its source', () => {
    const trio = (more: Partial<GroupMember>, from: number) =>
      [0, 1, 2].map((index) => member(`s${from + index}`, more));
    const alert = { groupKey: '{}:{team="pay"}' } as GroupMember['alert'];
    const areas = areasOf([
      ...trio({ near: ['zone/eu-1b'] }, 0),
      ...trio({ near: ['cluster/prod'] }, 3),
      ...trio({ name: 'HighLatency' }, 6),
      ...trio({ ...(alert && { alert }) }, 9),
    ]);
    expect(areas.toSorted()).toEqual([
      'cluster prod 3 3',
      'group {}:{team="pay"} 3 3',
      'name HighLatency 3 3',
      'zone eu-1b 3 3',
    ]);
  });

  test('what is resolved does not count, and two that share something are no area', () => {
    const resolved = member('c', { namespace: 'shop', status: 'resolved' });
    expect(areasOf([member('a', { namespace: 'shop' }), member('b', { namespace: 'shop' }), resolved])).toEqual([
      'rest  2 2',
    ]);
    expect(areasOf([])).toEqual([]);
  });
});
