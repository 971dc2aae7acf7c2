import type { Fault, PlannedFault } from './faults/fault.ts';
import { FAULTS } from './faults/index.ts';
import { createRandom } from './random.ts';
import type { Lab } from './start-lab.ts';

/** A fault that is on. */
export interface ActiveFault {
  readonly name: string;
  readonly seed: number;
  readonly since: Date;
  readonly plan: PlannedFault;
}

/** Makes faults in a lab and ends them. */
export interface Session {
  readonly active: readonly ActiveFault[];
  /** Throws an Error whose message names the kinds where there is none of that name. */
  fault(name: string, options: { readonly seed?: number; readonly size?: number }): Promise<ActiveFault>;
  /** Ends all faults, the last one first. */
  heal(): Promise<readonly ActiveFault[]>;
}

/** The kind of fault of that name. */
export function faultNamed(name: string): Fault {
  const found = FAULTS.find((fault) => fault.name === name);
  if (found === undefined)
    throw new Error(`There is no fault ${name}; there are: ${FAULTS.map((fault) => fault.name).join(', ')}.`);
  return found;
}

export function createSession(lab: Lab): Session {
  const active: ActiveFault[] = [];
  return {
    active,
    fault: async (name, { seed = Math.floor(Math.random() * 1000), size }) => {
      const plan = faultNamed(name).plan(createRandom(seed), size);
      const begun = { name, seed, since: new Date(), plan };
      active.push(begun);
      await plan.begin(lab);
      return begun;
    },
    heal: async () => {
      const healed = active.splice(0);
      for (const { plan } of healed.toReversed()) await plan.heal(lab);
      return healed;
    },
  };
}
