export { brickyard, claimdesk, fjord, kranich, nightjar, thermo } from '../systems/elsewhere.ts';
export { metropol, mosaic, pelican } from '../systems/meshes.ts';
export { chirrup, harborline, lumen, orcfall, tulip, vireo } from '../systems/on-kubernetes.ts';
