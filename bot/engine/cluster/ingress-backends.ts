import type { KubernetesObject } from '../../domain/signals.ts';
import { fields, records } from './read-objects.ts';

/** A Service that an Ingress sends requests to, and the port by number or name. */
export interface Backend {
  readonly name: string;
  readonly port?: number | string;
}

/** The backends of an Ingress: the default one, then those of its paths. */
export function backendsOf(object: KubernetesObject): readonly Backend[] {
  const spec = fields(object.spec);
  const paths = records(spec.rules).flatMap((rule) => records(fields(rule.http).paths));
  return [spec.defaultBackend ?? spec.backend, ...paths.map((path) => path.backend)].flatMap((value) => {
    const backend = fields(value);
    const service = fields(backend.service);
    const port = fields(service.port);
    // The first is networking.k8s.io/v1, the second the v1beta1 and extensions form.
    const name = service.name ?? backend.serviceName;
    const written = port.number ?? port.name ?? backend.servicePort;
    return typeof name === 'string' ? [{ name, port: written as number | string | undefined }] : [];
  });
}
