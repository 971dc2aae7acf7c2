import type { KnownNames } from './known.ts';

/** The known service that a name is, begins with or ends with; the longest. */
export function serviceLike(value: string, services: ReadonlySet<string>): string | undefined {
  if (services.has(value)) return value;
  const plain = value.toLowerCase().replaceAll(/[._/]/g, '-');
  return [...services]
    .filter((one) => plain === one || plain.startsWith(`${one}-`) || plain.endsWith(`-${one}`))
    .sort((a, b) => b.length - a.length)[0];
}

/** What Compose and Swarm label a container with: the service that it is a copy of. */
const COPY_OF = ['container_label_com_docker_compose_service', 'container_label_com_docker_swarm_service_name'];

/**
 * The service of a container that no cluster runs, as cAdvisor names it: by `name` beside its image, which Compose numbers
 * (cAdvisor, "Monitoring cAdvisor with Prometheus": `name`, `image`, `container_label_*`).
 */
export function containerOf(
  labels: ReadonlyMap<string, string>,
  metric: string,
  { services }: KnownNames,
): string | undefined {
  const name = labels.get('name') ?? '';
  const isPods = [...labels.keys()].some((label) =>
    /^(?:k8s_)?(?:pod|namespace|container_name|container)(?:_name)?$/.test(label),
  );
  if (!metric.startsWith('container_') || name === '' || !labels.has('image') || isPods) return undefined;
  const labelled = COPY_OF.map((label) => labels.get(label)).find((value) => value !== undefined && value !== '');
  if (labelled !== undefined) return serviceLike(labelled, services) ?? labelled;
  return programOf(name, { services });
}

/** The service that a container is a copy of, by the container's name. */
export function programOf(name: string, { services }: Pick<KnownNames, 'services'>): string {
  return serviceLike(name, services) ?? serviceLike(name.replace(NUMBERED, ''), services) ?? name.replace(NUMBERED, '');
}

const NUMBERED = /[-_]\d+$|\.\d+\.\w+$/;
