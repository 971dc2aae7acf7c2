export { tally, wharf } from './on-aws.ts';
export { crate, ferry, libris, shelf, snap, vela } from './on-kubernetes.ts';
export { hof, orchard, river } from './on-machines.ts';
export { chapel, pollen, post } from './told-little.ts';
