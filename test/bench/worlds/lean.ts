import type { Architecture } from '../../support/worlds/architecture.ts';

/** The same system with one pod of each program and one route: a third of the series, so that it is diagnosed sooner. */
export function lean(architecture: Architecture): Architecture {
  return {
    ...architecture,
    build(names, random) {
      const system = architecture.build(names, random);
      const parts = system.parts.map((part) => ({
        ...part,
        replicas: Math.min(part.replicas, 1),
        routes: part.routes.slice(0, 1),
      }));
      return { ...system, parts };
    },
  };
}
