import type { ActionKind, ActionRequest } from '../../domain/action.ts';
import type { NextStep } from '../../domain/answer.ts';
import type { CauseCode } from '../../domain/cause.ts';
import { type Component, parseTarget } from '../../domain/target.ts';
import type { Check, Engine, Remedy } from './advice.ts';
import { ELSEWHERE } from './elsewhere.ts';
import { ADVICE } from './index.ts';

type Known = Readonly<Record<string, string>>;

/** Namespaces of the platform itself: nothing is changed there. */
const PLATFORM: ReadonlySet<string> = new Set(['kube-system', 'kube-public', 'kube-node-lease']);
/** Verbs of kubectl that change an object. */
const CHANGES =
  /^kubectl (?:-n \S+ )?(?:delete|edit|patch|apply|create|set|scale|drain|cordon|uncordon|label|annotate|taint|rollout (?:undo|restart))\b/;
/** What kubectl cannot do to a kind: change a Job or a Pod once made, follow the log of a CronJob, read a template that is none. */
const UNFIT = [
  / (?:edit|scale|rollout \w+) (?:job|pod)\//,
  / (?:logs|exec) cronjob\//,
  / get (?:pod|cronjob) \S+ -o jsonpath='\{\.spec\.template/,
];
/** Commands that tell of the machine on which they are run. */
const ON_ITS_MACHINE = /^(?:systemctl|journalctl) /;
/** Kinds that keep revisions to go back to. A StatefulSet may hold data that the older version cannot read. */
const REVISED = ['deployment', 'daemonset'];

/**
 * The safe check that confirms a cause and the remedy with what it risks, each with a command to paste. Names come from
 * the finding's parameters and the component; a command of which something is not known is left out. `parameters.engine`
 * picks the way of a database, cache or broker; `place`, `namespace` or `pod` tell that it runs in a cluster;
 * `previousRevision` (one that was seen to exist) with `tie` (what ties the rollout to the trouble) allows going back to it.
 */
export function nextSteps(cause: CauseCode, component: Component, parameters: Known): readonly NextStep[] {
  const target = parseTarget(component);
  // That a component is called so does not mean that there is a Service of that name.
  const named = target === undefined || target.kind === 'service' ? {} : { [target.kind]: target.name };
  const known: Known = { ...named, ...definedOnly(parameters) };
  const advice = ADVICE[cause];
  const ownWay = advice.engines?.[known.engine as Engine];
  const elsewhere = isInCluster(known) ? undefined : ELSEWHERE[cause];
  const check = ownWay?.check ?? elsewhere?.check ?? advice.check;
  const remedy = goBack(ownWay?.remedy ?? elsewhere?.remedy ?? advice.remedy, known);
  const command = fits(remedy, known) ? commandOf(remedy.run, known) : undefined;
  const action = command === undefined ? undefined : actionOn(remedy.act, known);
  return [
    step('check', check, commandOf(check.run, known), known),
    { ...step('remedy', remedy, command, known), ...(action && { action }) },
  ];
}

/** What stands in a namespace does; nothing else is taken to, so that nobody is sent to pods that were never seen. */
function isInCluster({ place, namespace, pod }: Known): boolean {
  return place === 'cluster' || namespace !== undefined || pod !== undefined;
}

function definedOnly(parameters: Known): Known {
  return Object.fromEntries(
    Object.entries(parameters).filter(([, value]) => typeof value === 'string' && value !== ''),
  );
}

/** The same remedy, as going back a revision where that has grounds. */
function goBack(remedy: Remedy, { tie, previousRevision, kind = '' }: Known): Remedy {
  if (remedy.undo === undefined || tie === undefined || previousRevision === undefined || !REVISED.includes(kind))
    return remedy;
  return {
    say: 'Go back to revision {previousRevision} of {kind}/{workload}: {tie}.',
    run: 'kubectl -n {namespace} rollout undo {kind}/{workload} --to-revision={previousRevision}',
    risk: 'the older version must be able to read what the newer one has written (schema, messages).',
  };
}

function fits({ kinds }: Remedy, { kind }: Known): boolean {
  return kinds === undefined || (kind !== undefined && kinds.includes(kind));
}

/** Only what was seen to be a Deployment, and is named in full, can be acted on: nothing is guessed here. */
function actionOn(kind: ActionKind | undefined, known: Known): ActionRequest | undefined {
  const { kind: seen, namespace, workload } = known;
  if (kind === undefined || seen !== 'deployment' || namespace === undefined || workload === undefined)
    return undefined;
  return { kind, namespace, name: workload };
}

function step(kind: NextStep['kind'], { say, ...rest }: Check | Remedy, command: string | undefined, known: Known) {
  const said = 'risk' in rest ? `${say} Risk: ${rest.risk}` : say;
  const here = ON_ITS_MACHINE.test(command ?? '') && !said.startsWith('On ');
  const text = fillText(here ? `On {host|its machine}: ${said[0]!.toLowerCase()}${said.slice(1)}` : said, known);
  return command === undefined ? { kind, text } : { kind, text, command };
}

/** `{name|words}`: the parameter, or the words in its place. */
function fillText(text: string, known: Known): string {
  return text
    .replace(/\{(\w+)(?:\|([^}]*))?\}/g, (_, name: string, words = '') => known[name] ?? words)
    .replace(/ +(?=[ .,;)])/g, '');
}

/** The first command of which every name is known, that its kind allows, and that changes nothing of the platform's own. */
function commandOf(run: Check['run'], known: Known): string | undefined {
  const filled = [run ?? []].flat().flatMap((text) => fillCommand(text, known) ?? []);
  return filled.find(
    (command) =>
      !UNFIT.some((pattern) => pattern.test(command)) &&
      !(CHANGES.test(command) && PLATFORM.has(known.namespace ?? '')),
  );
}

/**
 * Values come from manifests and logs: in a command, anything but plain name characters is put in single quotes, and what
 * would be read as an option is as good as not known.
 */
function fillCommand(text: string, known: Known): string | undefined {
  const names = [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!);
  if (names.some((name) => known[name]?.startsWith('-') ?? true)) return undefined;
  return text.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = known[name]!;
    return /^[\w.:/@=-]+$/.test(value) ? value : `'${value.replaceAll("'", "'\\''")}'`;
  });
}
