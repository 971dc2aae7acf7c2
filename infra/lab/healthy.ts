import { deploy } from './faults/deploy.ts';
import type { Lab } from './start-lab.ts';

/** Nothing that anybody should be woken for: a deploy that works, twice the people for a while. Watchdog fires all along. */
export async function healthyTurbulence(lab: Lab): Promise<readonly string[]> {
  const change = { version: '1.0.1', id: '5ca1ab1', summary: 'Log the order number', files: ['src/orders.js'] };
  await deploy(lab, 'checkout', change);
  lab.load.setFactor(2);
  return ['checkout 1.0.1 (5ca1ab1) is rolled out and works', 'twice the usual requests come, until `heal`'];
}
