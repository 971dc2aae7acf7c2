import type { DeploymentOptions } from '../options.ts';

/** What `destroy` leaves on purpose, why, and how it goes. */
export function whatRemains({ name }: Pick<DeploymentOptions, 'name'>): string {
  return [
    'Kept on purpose:',
    `- the buckets whose names begin with ${name}-foundation and ${name}-monitoring: settings, reports, access logs and the`,
    '  trail, which an audit may ask for. Empty and delete them when nobody will.',
    `- the last snapshot of PostgreSQL, ${name}-foundation-…: investigations and their history.`,
    '- the KMS key of both: without it they cannot be read. Schedule its deletion last.',
    `- the Cognito user pool ${name}: who people are and their groups. Switch its deletion protection off, then delete it.`,
    `- the secret ${name}/slack, which the deployment did not make.`,
    '- artifacts and images that CDK keeps for all deployments of the account; `npx cdk gc` takes those that nobody uses.',
    'PostgreSQL and a load balancer refuse deletion while their protection is on: switch it off first, on purpose.',
  ].join('\n');
}
