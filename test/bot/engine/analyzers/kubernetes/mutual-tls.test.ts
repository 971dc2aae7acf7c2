import { expect, test } from '@jest/globals';
import type { KubernetesObject } from '../../../../../bot/domain/signals.ts';
import { mutualTls } from '../../../../../bot/engine/analyzers/kubernetes/mutual-tls.ts';
import { PARAMETERS } from '../../../../../bot/engine/parameters.ts';
import { application, evidenceOf, logsOf, pattern, range } from '../logs/log-evidence.ts';

const policy = (mode: string, namespace: string, spec: Record<string, unknown> = {}): KubernetesObject => ({
  apiVersion: 'security.istio.io/v1',
  kind: 'PeerAuthentication',
  metadata: { name: `${mode.toLowerCase()}-${namespace}`, namespace },
  spec: { mtls: { mode }, ...spec },
});

/** Puts Istio's proxy beside the application. */
function injected(objects: KubernetesObject[]): KubernetesObject[] {
  for (const { kind, spec } of objects) {
    if (kind === 'Pod') (spec as { containers: unknown[] }).containers.push({ name: 'istio-proxy' });
  }
  return objects;
}

function status(policies: KubernetesObject[], caller: KubernetesObject[]) {
  const till = injected(application({ name: 'till', ip: '10.96.0.9', podIp: '10.1.0.9' }));
  const reset = pattern('error', 'GET http://till:80/prices: read: connection reset by peer', range(20, 30));
  return mutualTls.analyze(
    evidenceOf({ objects: [...till, ...caller, ...policies], logs: [logsOf('batch', [reset]), logsOf('till', [])] }),
    PARAMETERS,
  );
}

test('a caller without a sidecar is reset where the mesh is strict', () => {
  expect(status([policy('STRICT', 'istio-system')], application({ name: 'batch' }))).toMatchObject({
    status: 'found',
    findings: [{ component: 'service/till', cause: 'service_protocol_mismatch', explains: ['service/batch'] }],
  });
});

test('a closer policy that permits plain text, and a caller with a sidecar, are no reason', () => {
  const plain = application({ name: 'batch' });
  expect(status([policy('STRICT', 'istio-system'), policy('PERMISSIVE', 'shop')], plain).status).toBe('clear');
  const ofPort = policy('STRICT', 'shop', { portLevelMtls: { 80: { mode: 'DISABLE' } } });
  expect(status([ofPort], plain).status).toBe('clear');
  expect(status([policy('STRICT', 'istio-system')], injected(application({ name: 'batch' }))).status).toBe('clear');
});
