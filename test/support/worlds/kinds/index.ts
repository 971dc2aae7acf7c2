import type { FaultKind } from '../fault-kind.ts';
import { admission } from './admission.ts';
import { between } from './between.ts';
import { claims } from './claims.ts';
import { clockKinds } from './clocks.ts';
import { cloud } from './cloud.ts';
import { controlPlane } from './control-plane.ts';
import { databases } from './databases.ts';
import { dependencies } from './dependencies.ts';
import { deploys } from './deploys.ts';
import { fewRequests } from './few-requests.ts';
import { FIGURE_KINDS } from './figures.ts';
import { handoverKinds } from './handovers.ts';
import { images } from './images.ts';
import { infrastructure } from './infrastructure.ts';
import { ingresses } from './ingress.ts';
import { jobs, lateJobs } from './jobs.ts';
import { lineKinds } from './lines.ts';
import { linkKinds } from './links.ts';
import { machineKinds } from './machines.ts';
import { measures } from './measures.ts';
import { memoryKinds } from './memory.ts';
import { messages } from './messages.ts';
import { MOVED_FIGURE_KINDS } from './moved-figures.ts';
import { nameKinds } from './names.ts';
import { nodeKinds } from './nodes.ts';
import { ownControlPlane } from './own-control-plane.ts';
import { performance } from './performance.ts';
import { pressureKinds } from './pressures.ts';
import { probes } from './probes.ts';
import { quotas } from './quotas.ts';
import { removedApi } from './removed-api.ts';
import { routes } from './routes.ts';
import { routing } from './routing.ts';
import { runtime } from './runtime.ts';
import { scheduling } from './scheduling.ts';
import { shutdowns } from './shutdown.ts';
import { silences } from './silences.ts';
import { spellKinds } from './spells.ts';
import { startup } from './startup.ts';
import { surgeKinds } from './surges.ts';
import { timings } from './timings.ts';
import { volumes } from './volumes.ts';
import { wiring } from './wiring.ts';

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
  ...probes,
  ...jobs,
  ...volumes,
  ...ingresses,
  ...controlPlane,
  ...machineKinds,
  ...cloud,
  ...between,
  ...claims,
  ...quotas,
  ...nodeKinds,
  ...ownControlPlane,
  ...nameKinds,
  ...routes,
  ...removedApi,
  ...shutdowns,
  ...memoryKinds,
];

/** Kinds that the mutation bench plans besides: their worlds hold numbers that no other kind reads. */
export const FURTHER_KINDS: readonly FaultKind[] = [
  ...FIGURE_KINDS,
  ...MOVED_FIGURE_KINDS,
  ...pressureKinds,
  ...spellKinds,
  ...clockKinds,
  ...fewRequests,
  ...surgeKinds,
  ...lateJobs,
  ...linkKinds,
  ...timings,
  ...wiring,
  ...measures,
  ...silences,
  ...lineKinds,
  ...handoverKinds,
];
