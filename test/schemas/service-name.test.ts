import { expect, test } from '@jest/globals';
import { plainServiceName } from '../../schemas/service-name.ts';

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
