import type { Scenario } from '../../core/model.ts';
import { libris } from '../systems/all.ts';

/** Micronaut with Solr. */
export const ofLibris: Scenario[] = [
  {
    key: 'solr-threads',
    system: libris,
    report: 'search in the catalogue fails a lot (opac 500)',
    components: ['service/solr'],
    causes: ['thread_limit_reached'],
    what: 'Solr cannot start threads any more: it has reached the limit of its container.',
    quote: 'unable to create native thread',
    elsewhere: true,
    effects: {
      searcher: {
        errors: 0.34,
        slow: 4,
        said: [
          'Unexpected error occurred: Error from server at http://solr.catalogue:8983/solr/books: Server error writing document id null',
        ],
      },
      opac: { errors: 0.27, slow: 2, said: ["Unexpected error occurred: Client 'searcher': Internal Server Error"] },
    },
    metrics: (m, s) => {
      m.set('solr_metrics_jvm_threads', { item: 'current' }, s.whole(s.stage(420, 996, 0.004)));
      for (const pod of ['solr-0', 'solr-1']) {
        const l = { namespace: 'catalogue', pod, container: 'solr' };
        m.gauge('container_threads', l, s.whole(s.stage(447, 1024, 0)));
        m.gauge('container_threads_max', l, () => 1024);
      }
    },
    logs: [
      {
        in: 'solr',
        every: 7,
        say: 'o.a.s.s.HttpSolrCall null:java.lang.OutOfMemoryError: unable to create native thread: possibly out of memory or process/resource limits reached\n\tat java.base/java.lang.Thread.start0(Native Method)\n\tat org.apache.solr.common.util.ExecutorUtil$MDCAwareThreadPoolExecutor.execute(ExecutorUtil.java:289)',
      },
    ],
  },
  {
    key: 'solr-attach',
    system: libris,
    report: 'catalogue search returns errors since node rke-2 was patched',
    components: ['service/solr'],
    causes: ['volume_attach_failed'],
    what: 'solr-1 was moved to another node; its volume is still attached to the old one, and a shard is missing.',
    quote: 'Multi-Attach error for volume',
    elsewhere: true,
    effects: {
      searcher: {
        errors: 0.45,
        code: 503,
        said: [
          'Unexpected error occurred: Error from server at http://solr.catalogue:8983/solr/books: no servers hosting shard: shard2',
        ],
      },
      opac: { errors: 0.38, said: ["Unexpected error occurred: Client 'searcher': Service Unavailable"] },
    },
    cluster: (c) => {
      const pod = c.podsOf('solr').find((p) => p.metadata.name === 'solr-1');
      pod.spec.nodeName = 'rke-3';
      c.waiting([pod], 'ContainerCreating', '');
      c.event(
        pod,
        'FailedAttachVolume',
        'Multi-Attach error for volume "pvc-5e0c1f7a-9d3b-4a3f-8f56-2f1a9c0b7d11" Volume is already exclusively attached to one node and can\'t be attached to another',
        { from: 'attachdetach-controller', count: 2, after: 0.4 },
      );
      c.event(
        pod,
        'FailedMount',
        'Unable to attach or mount volumes: unmounted volumes=[data], unattached volumes=[], failed to process volumes=[]: timed out waiting for the condition',
        { count: 9, after: 2.5 },
      );
    },
    logs: [
      {
        in: 'solr',
        every: 20,
        say: 'o.a.s.h.RequestHandlerBase org.apache.solr.common.SolrException: no servers hosting shard: shard2',
      },
    ],
  },
  {
    key: 'covers-forbidden',
    system: libris,
    report: 'keine Cover mehr im OPAC',
    components: ['service/covers'],
    causes: ['rbac_forbidden'],
    what: 'covers may no longer read config maps, which it needs to start; both pods crash.',
    quote: 'cannot list resource "configmaps"',
    effects: { covers: { down: true } },
    cluster: (c) => {
      c.crashing(c.podsOf('covers'), 1, 8);
      c.add({
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'Role',
        metadata: { name: 'config-reader', namespace: 'catalogue' },
        rules: [{ apiGroups: [''], resources: ['endpoints'], verbs: ['get', 'list'] }],
      });
    },
    logs: [
      {
        in: 'covers',
        every: 150,
        say: 'io.micronaut.context.exceptions.ConfigurationException: Failed to read ConfigMaps: Response code [403]: configmaps is forbidden: User "system:serviceaccount:catalogue:default" cannot list resource "configmaps" in API group "" in the namespace "catalogue"',
      },
    ],
    changes: [
      {
        before: 6,
        kind: 'config',
        summary: 'Tidy the roles of the catalogue',
        files: ['rbac/config-reader.yaml'],
        diff: '-    resources: ["configmaps", "endpoints"]\n+    resources: ["endpoints"]',
      },
    ],
  },
  {
    key: 'facets',
    system: libris,
    report: 'OPAC was crawling this morning; they rolled something back. what was it?',
    components: ['service/searcher', 'service/solr'],
    causes: ['slow_query', 'bad_deploy', 'latency_regression'],
    what: 'A release of searcher asked Solr for facets over an unindexed field on every search, until it was rolled back.',
    quote: 'slow: webapp=/solr path=/select params=\\{.*facet.field=subject_text',
    elsewhere: true,
    effects: {
      searcher: {
        slow: 40,
        errors: 0.05,
        code: 504,
        said: ['Read Timeout calling http://solr.catalogue:8983/solr/books/select'],
      },
      opac: { slow: 18, errors: 0.04, code: 504 },
    },
    metrics: (m, s) => m.set('solr_metrics_core_query_p99_ms', {}, s.stage(88, 8900, 0.1)),
    logs: [
      {
        in: 'solr',
        every: 6,
        level: 'warn',
        say: 'o.a.s.c.S.SlowRequest slow: webapp=/solr path=/select params={q=title:{hex}&facet=true&facet.field=subject_text&facet.limit=-1&rows=20} hits={id} status=0 QTime=8{id}',
      },
    ],
    changes: [
      {
        before: 3,
        kind: 'deploy',
        service: 'searcher',
        summary: 'searcher 3.4.0: subjects beside the results',
        files: ['searcher/src/main/java/Query.java'],
        diff: '+    query.addFacetField("subject_text"); query.setFacetLimit(-1);',
      },
      { before: -28, kind: 'deploy', service: 'searcher', summary: 'searcher: roll back to 3.3.9', files: [] },
    ],
  },
];
