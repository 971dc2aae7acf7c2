import { expect, test } from '@jest/globals';
import { plainServiceName, programsBeforeMachine } from '../../schemas/service-name.ts';

test.each([
  ['proxy', 'bk_hoist', 'hoist'],
  ['pxname', 'be_hoist', 'hoist'],
  ['backend', 'backend_hoist', 'hoist'],
  ['proxy', 'bkhoist', 'bkhoist'],
  ['proxy', 'bk_', 'bk_'],
  ['service', 'be_hoist', 'be_hoist'],
])('what stands for a backend of HAProxy in the label %s, %s, is of %s', (label, value, service) => {
  expect(plainServiceName(label, value)).toBe(service);
});

test('what may be the program stands before the longest machine first', () => {
  const machines = new Set(['app-2', '2']);
  expect(programsBeforeMachine('rate-desk-app-2', machines)).toEqual(['rate-desk', 'rate-desk-app']);
  expect(programsBeforeMachine('app-2', machines)).toEqual(['app']);
  expect(programsBeforeMachine('rate-desk-app-7', machines)).toEqual([]);
});
