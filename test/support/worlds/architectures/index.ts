import type { Architecture } from '../architecture.ts';
import { aws } from './aws.ts';
import { goMysqlRedis } from './go-mysql-redis.ts';
import { istioMesh } from './istio-mesh.ts';
import { plainMachines } from './machines.ts';
import { manyNamespaces } from './many-namespaces.ts';
import { nodeMongoRabbit } from './node-mongo-rabbit.ts';
import { pythonCelery } from './python-celery.ts';
import { springPostgresKafka } from './spring-postgres-kafka.ts';

export const ARCHITECTURES: readonly Architecture[] = [
  springPostgresKafka,
  goMysqlRedis,
  nodeMongoRabbit,
  istioMesh,
  pythonCelery,
  aws,
  plainMachines,
  manyNamespaces,
];
