import type { Scenario } from '../core/model.ts';
import { admission } from './admission.ts';
import { changes } from './changes.ts';
import { databases } from './databases.ts';
import { healthy } from './healthy.ts';
import { images } from './images.ts';
import { limits } from './limits.ts';
import { load } from './load.ts';
import { machines } from './machines.ts';
import { memoryAndProbes } from './memory-and-probes.ts';
import { networks } from './networks.ts';
import { outside } from './outside.ts';
import { past, recovered } from './recovered.ts';
import { routing } from './routing.ts';
import { runtime } from './runtime.ts';
import { scheduling } from './scheduling.ts';
import { services } from './services.ts';
import { settings } from './settings.ts';
import { starting } from './starting.ts';
import { storage } from './storage.ts';
import { pairs, twofold } from './twofold.ts';
import { waiting } from './waiting.ts';

const written = [
  ...admission,
  ...scheduling,
  ...images,
  ...starting,
  ...settings,
  ...memoryAndProbes,
  ...runtime,
  ...limits,
  ...services,
  ...routing,
  ...machines,
  ...networks,
  ...load,
  ...waiting,
  ...databases,
  ...storage,
  ...outside,
  ...changes,
];
const of = (key: string): Scenario => written.find((s) => s.key === key)!;
const used = new Set([...past, ...pairs.map(([a]) => a), ...pairs.map(([, b]) => b)]);

export const scenarios: Scenario[] = [
  ...written.filter((s) => !used.has(s.key)),
  ...twofold(of),
  ...recovered(of),
  ...healthy,
];
