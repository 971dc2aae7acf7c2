import { type Engine, type Part, type Runtime, runsItsOwnControlPlane, type System } from '../part.ts';

/** Where kinds of fault can strike. */
type Place = (part: Part, system: System) => boolean;

export const kubernetes: Place = (_, { platform }) => platform === 'kubernetes';

export const selfManaged: Place = (_, system) => runsItsOwnControlPlane(system);

/** Where machines are watched: nodes of a cluster, or plain ones. */
export const hosted: Place = (_, { platform }) => platform !== 'aws';

/** A service that answers requests, with a program of the team's own. */
export const aService: Place = ({ kind }) => kind === 'service';

/** A service that others call. */
export const aCallee: Place = (part, { parts }) =>
  part.kind === 'service' &&
  parts.some(({ calls }) => calls.some(({ role, critical }) => role === part.role && critical));

/** A program of the team's own, worker or service. */
export const aProgram: Place = ({ kind }) => kind === 'service' || kind === 'worker';

export const runs =
  (...runtimes: Runtime[]): Place =>
  ({ runtime }) =>
    runtime !== undefined && runtimes.includes(runtime);

export const isEngine =
  (...engines: Engine[]): Place =>
  ({ engine }) =>
    engine !== undefined && engines.includes(engine);

export const aDatabase: Place = ({ kind }) => kind === 'database';
export const aCache: Place = ({ kind, role }) => kind === 'cache' && role === 'cache';
export const anExternal: Place = ({ kind }) => kind === 'external';

/** A service that calls a database. */
export const usesDatabase: Place = (part, { parts }) =>
  (part.kind === 'service' || part.kind === 'worker') &&
  part.calls.some(({ role }) => parts.some((one) => one.role === role && one.kind === 'database'));

export const all =
  (...places: Place[]): Place =>
  (part, system) =>
    places.every((place) => place(part, system));

export const any =
  (...places: Place[]): Place =>
  (part, system) =>
    places.some((place) => place(part, system));
