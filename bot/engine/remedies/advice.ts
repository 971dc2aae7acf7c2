import type { ActionKind } from '../../domain/action.ts';

/** The product at the place of a database, cache, queue or search, as `parameters.engine` names it. */
export type Engine =
  | 'postgresql'
  | 'mysql'
  | 'sqlserver'
  | 'mongodb'
  | 'cassandra'
  | 'redis'
  | 'memcached'
  | 'elasticsearch'
  | 'kafka'
  | 'rabbitmq';

/**
 * A sentence and, where one exists, a command. In the sentence `{name|words}` is the parameter, or the words where it is
 * not known. A command is left out where one of its `{name}`s is not known; of several the first complete one is taken.
 */
interface Step {
  readonly say: string;
  readonly run?: string | readonly string[];
}

/** Changes nothing. */
export type Check = Step;

/** Changes something, and so says what that risks. */
export interface Remedy extends Step {
  readonly risk: string;
  /** The action of the bot's that does the same. */
  readonly act?: ActionKind;
  /** Going back a revision ends it too, where the rollout is tied to the trouble and an older revision was seen. */
  readonly undo?: true;
  /** Kinds of workload that the command is for; absent where any will do. */
  readonly kinds?: readonly string[];
}

/** What confirms a cause and what ends it, told anew for engines that have a way of their own. */
export interface Advice {
  readonly check: Check;
  readonly remedy: Remedy;
  readonly engines?: Readonly<Partial<Record<Engine, { readonly check?: Check; readonly remedy?: Remedy }>>>;
}

/** What of it is told anew where the component runs in no cluster. */
export type Elsewhere = Partial<Pick<Advice, 'check' | 'remedy'>>;

/** Advice for every one of these causes. */
export type AdviceFor<Code extends string> = Readonly<Record<Code, Advice>>;

// What several causes share.
export const describePod: Check = {
  say: "Read the pod's state and events.",
  run: ['kubectl -n {namespace} describe pod {pod}', 'kubectl -n {namespace} describe {kind}/{workload}'],
};
/** What a systemd unit wrote, on its own machine. */
export const unitLogs = 'journalctl -u {unit} --since -30min --no-pager';
export const recentLogs = [
  'kubectl -n {namespace} logs {kind}/{workload} --since=30m --tail=200',
  'kubectl -n {namespace} logs {pod} --since=30m --tail=200',
  unitLogs,
];
export const lastWords = [
  'kubectl -n {namespace} logs {pod} --previous --tail=50',
  'kubectl -n {namespace} logs {kind}/{workload} --tail=50',
];
export const editWorkload = 'kubectl -n {namespace} edit {kind}/{workload}';
export const showTemplate = "kubectl -n {namespace} get {kind} {workload} -o jsonpath='{.spec.template.spec}'";
export const describeNode = 'kubectl describe node {node}';
export const useOfPods = [
  'kubectl -n {namespace} top pod {pod} --containers',
  'kubectl -n {namespace} top pod --containers',
];
/** What editing the template of a workload risks. */
export const RESTARTS = 'saving starts a rollout: every pod is replaced.';
export const restart = {
  run: 'kubectl -n {namespace} rollout restart {kind}/{workload}',
  risk: 'pods are replaced one after another; what they hold in memory is lost.',
  act: 'rollout-restart',
  kinds: ['deployment', 'daemonset'],
} as const;
/** What a command for the node itself risks. */
export const CORDON_RISK = 'the node takes no new pods, so others must have room for them.';
