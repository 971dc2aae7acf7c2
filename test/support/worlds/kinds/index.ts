import type { FaultKind } from '../fault-kind.ts';
import { admission } from './admission.ts';
import { cloud } from './cloud.ts';
import { databases } from './databases.ts';
import { dependencies } from './dependencies.ts';
import { deploys } from './deploys.ts';
import { images } from './images.ts';
import { infrastructure } from './infrastructure.ts';
import { machineKinds } from './machines.ts';
import { messages } from './messages.ts';
import { performance } from './performance.ts';
import { routing } from './routing.ts';
import { runtime } from './runtime.ts';
import { scheduling } from './scheduling.ts';
import { startup } from './startup.ts';

/** The kinds of fault that whoever writes rules may look at. */
export const KINDS: readonly FaultKind[] = [
  ...admission,
  ...scheduling,
  ...images,
  ...startup,
  ...runtime,
  ...routing,
  ...infrastructure,
  ...performance,
  ...databases,
  ...dependencies,
  ...messages,
  ...deploys,
  ...machineKinds,
  ...cloud,
];
