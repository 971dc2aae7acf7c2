import type { CauseCode } from '../../domain/cause.ts';
import type { Elsewhere } from './advice.ts';
import { machinesElsewhere } from './elsewhere-machines.ts';
import { programsElsewhere } from './elsewhere-programs.ts';

/**
 * What advice becomes where the component runs in no cluster: a systemd unit, a container of Docker or Nomad, a product of
 * AWS, or nobody knows. The words fit all of them; the commands are for what was named. A cause that only Kubernetes
 * knows has no entry, nor has one whose advice fits everywhere.
 */
export const ELSEWHERE: Readonly<Partial<Record<CauseCode, Elsewhere>>> = {
  ...machinesElsewhere,
  ...programsElsewhere,
};
