import type { Scenario } from '../core/model.ts';
import { admission } from './admission.ts';
import { changes } from './changes.ts';
import { databases } from './databases.ts';
import { infrastructure } from './infrastructure.ts';
import { outside } from './outside.ts';
import { performance } from './performance.ts';
import { routing } from './routing.ts';
import { runtime } from './runtime.ts';
import { startup } from './startup.ts';

export const scenarios: Scenario[] = [
  ...admission,
  ...startup,
  ...runtime,
  ...routing,
  ...infrastructure,
  ...performance,
  ...databases,
  ...outside,
  ...changes,
];
