import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { StartError } from '../local/ports.ts';
import { prepareTls } from '../local/tls.ts';
import { type Certificates, prepareCertificates } from './certificates.ts';
import { type ApiServer, startApiServer } from './cluster/api-server.ts';
import { createEventRecorder, type EventRecorder } from './cluster/events.ts';
import { clusterLists } from './cluster/objects.ts';
import {
  createWorkload,
  createWorkloadController,
  type Workload,
  type WorkloadController,
} from './cluster/workloads.ts';
import { type Database, prepareDatabase } from './database/database.ts';
import { makeVolume, type Volume } from './database/volume.ts';
import { createKubelet, type Kubelet } from './kubelet/kubelet.ts';
import { isServing, type Pod } from './kubelet/pod.ts';
import { DOMAIN, launchProgram } from './launch-programs.ts';
import { type AddressPlan, planAddresses } from './network/address-plan.ts';
import { type DnsServer, startDnsServer } from './network/dns-server.ts';
import type { LinkQuality } from './network/link.ts';
import { createServiceProxy, type ServiceProxy } from './network/service-proxy.ts';
import type { ProgramFaults } from './services/kit/faults.ts';
import { DATABASE, SERVICES } from './system.ts';

/** The cluster of the lab: what runs, its network, its API, and the places where faults are made. */
export interface LabCluster {
  readonly workloads: readonly Workload[];
  readonly controller: WorkloadController;
  readonly kubelet: Kubelet;
  readonly events: EventRecorder;
  readonly addresses: AddressPlan;
  readonly dns: DnsServer;
  readonly database: Database;
  readonly volume: Volume;
  readonly certificates: Certificates;
  readonly api: ApiServer & {
    readonly caFile: string;
    readonly readTokenFile: string;
    readonly restartTokenFile: string;
  };
  readonly logFolder: string;
  workload(name: string): Workload;
  serviceAddress(name: string): string;
  /** Where the database's pod is; undefined while it is not ready. */
  databaseAddress(): string | undefined;
  /** Makes programs of a service behave so, those that start later too; `{}` heals. A revision limits it to its pods. */
  setFaults(service: string, faults: ProgramFaults, revision?: string): void;
  /** Makes the way from one service to another so; undefined heals. */
  setLink(caller: string, callee: string, quality: LinkQuality | undefined): void;
  /** Ends connections to a service, so that callers connect anew. */
  resetConnections(service: string): void;
  stop(): Promise<void>;
}

const READY_MS = 90_000;
/** As if everything had run for three days. */
const AGE_MS = 3 * 86_400_000;

/** Starts database, programs, network and API below `folder`; settles when all pods are ready. */
export async function startCluster(folder: string, changed: () => void): Promise<LabCluster> {
  mkdirSync(folder, { recursive: true });
  const addresses = await planAddresses();
  const index = new Map(SERVICES.map(({ name }, n) => [name, n]));
  const serviceAddress = (name: string) => addresses.service(index.get(name) ?? 0);
  const dns = await startDnsServer(addresses.node, DOMAIN, (name) =>
    index.has(name) ? serviceAddress(name) : undefined,
  );
  const volume = makeVolume(join(folder, 'volume'));
  const database = await prepareDatabase(volume.folder, join(folder, 'initdb.log'));
  const certificates = await prepareCertificates(join(folder, 'certificates'));
  const events = createEventRecorder();
  const createdAt = new Date(Date.now() - AGE_MS);
  const workloads = SERVICES.map((spec) => createWorkload(spec, createdAt));
  const workload = (name: string): Workload => {
    const found = workloads.find(({ spec }) => spec.name === name);
    if (found === undefined) throw new StartError(`The lab has no service ${name}.`);
    return found;
  };
  const podAt = (address: string) => workloads.flatMap(({ pods }) => pods).find(({ ip }) => ip === address);
  const faults = new Map<string, ProgramFaults>();
  const links = new Map<string, LinkQuality>();
  const faultsOf = (pod: Pod) =>
    faults.get(`${pod.service.name} ${pod.revision.hash}`) ?? faults.get(pod.service.name) ?? {};

  const proxies = new Map<string, ServiceProxy>(
    workloads.map(({ spec, pods }) => [
      spec.name,
      createServiceProxy({
        address: serviceAddress(spec.name),
        port: spec.port,
        endpoints: () => pods.filter(isServing).map(({ ip }) => ip),
        quality: (caller) => links.get(`${podAt(caller)?.service.name} ${spec.name}`),
      }),
    ]),
  );
  const update = (): void => {
    for (const proxy of proxies.values()) void proxy.update();
    changed();
  };
  const logFolder = join(folder, 'logs');
  const settings = { dnsServer: dns.address, database, tlsFolder: certificates.folder, caFile: certificates.caFile };
  const kubelet = createKubelet({
    logFolder,
    events,
    changed: update,
    probe: (pod) =>
      pod.service.kind === 'database' ? database.read(pod.ip, 'select 1').then(() => undefined) : healthy(pod),
    launch: (pod) =>
      pod.service.kind === 'database'
        ? database.launch(pod.ip)
        : launchProgram(pod, { ...settings, faults: faultsOf(pod) }),
  });
  const controller = createWorkloadController({ kubelet, events, nextAddress: addresses.nextPod });

  const tls = await prepareTls(join(folder, 'api-tls'));
  const [readToken, restartToken] = [randomBytes(16).toString('hex'), randomBytes(16).toString('hex')];
  const [readTokenFile, restartTokenFile] = [join(folder, 'read-token'), join(folder, 'restart-token')];
  writeFileSync(readTokenFile, readToken, { mode: 0o600 });
  writeFileSync(restartTokenFile, restartToken, { mode: 0o600 });
  const view = {
    workloads,
    nodeAddress: addresses.node,
    serviceAddress,
    events: events.list,
    volumeBytes: volume.sizeBytes,
    createdAt,
  };
  const server = await startApiServer({
    tls,
    lists: clusterLists(view),
    readToken,
    restartToken,
    restart: (name, at) => void controller.rollOut(workload(name), { restartedAt: at }),
  });
  const stop = async (): Promise<void> => {
    await kubelet.stop();
    await Promise.all([...proxies.values()].map((proxy) => proxy.stop()));
    await dns.stop();
    await server.stop();
    volume.remove();
  };
  const databaseAddress = () => workload(DATABASE).pods.find(isServing)?.ip;
  try {
    await controller.scale(workload(DATABASE), 1);
    const [first] = workload(DATABASE).pods;
    await until('The database', () => database.fill(first?.ip ?? '').then(() => true, isFilled));
    for (const one of workloads) if (one.spec.kind === 'program') await controller.scale(one, one.replicas);
    await until('Every pod', () => workloads.every(({ pods, replicas }) => pods.filter(isServing).length === replicas));
  } catch (error) {
    await stop();
    throw error;
  }

  return {
    workloads,
    controller,
    kubelet,
    events,
    addresses,
    dns,
    database,
    volume,
    certificates,
    api: { ...server, caFile: tls.caFile, readTokenFile, restartTokenFile },
    logFolder,
    workload,
    serviceAddress,
    databaseAddress,
    setFaults: (service, value, revision) => {
      faults.set(revision === undefined ? service : `${service} ${revision}`, value);
      for (const pod of workload(service).pods) kubelet.send(pod, { faults: faultsOf(pod) });
    },
    setLink: (caller, callee, quality) => {
      if (quality === undefined) links.delete(`${caller} ${callee}`);
      else links.set(`${caller} ${callee}`, quality);
    },
    resetConnections: (service) => proxies.get(service)?.reset(),
    stop,
  };
}

async function until(what: string, condition: () => boolean | Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + READY_MS; !(await condition()); await sleep(100))
    if (Date.now() > deadline) throw new StartError(`${what} of the lab did not get ready in ${READY_MS / 1000} s.`);
}

/** Until it listens, the database refuses; what fails afterwards is told. */
function isFilled(error: NodeJS.ErrnoException): boolean {
  if (error.code === 'ECONNREFUSED' || error.code === '57P03') return false;
  throw error;
}

function healthy(pod: Pod): Promise<void> {
  return new Promise((resolve, reject) => {
    const call = get({ host: pod.ip, port: 9090, path: '/healthz', timeout: 1_000, agent: false }, (response) => {
      response.resume();
      if (response.statusCode === 200) resolve();
      else reject(new Error(`HTTP probe failed with statuscode: ${response.statusCode}`));
    });
    call.once('timeout', () => call.destroy(new Error('context deadline exceeded')));
    call.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        new Error(
          `Get "http://${pod.ip}:9090/healthz": ${error.code === 'ECONNREFUSED' ? `dial tcp ${pod.ip}:9090: connect: connection refused` : error.message}`,
        ),
      ),
    );
  });
}
