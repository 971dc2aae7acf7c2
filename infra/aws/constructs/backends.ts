/** The four backends, which are the gateway's four targets, and the ports they are reached at inside the VPC. */
export const BACKENDS = [
  { name: 'kubernetes', port: 8011 },
  { name: 'logs', port: 8012 },
  { name: 'metrics', port: 8013 },
  { name: 'runbooks', port: 8014 },
] as const;
