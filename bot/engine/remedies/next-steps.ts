import type { ActionKind, ActionRequest } from '../../domain/action.ts';
import type { NextStep } from '../../domain/answer.ts';
import type { CauseCode } from '../../domain/cause.ts';
import { type Component, parseTarget } from '../../domain/target.ts';
import type { Advice } from './advice.ts';
import { ADVICE } from './index.ts';

/**
 * The safe check that confirms a cause and the remedy, with commands to paste. Placeholders are filled from the
 * finding's parameters; one that is not known stays as `<name>` for the reader.
 */
export function nextSteps(
  cause: CauseCode,
  component: Component,
  parameters: Readonly<Record<string, string>>,
): readonly NextStep[] {
  const target = parseTarget(component);
  const known: Record<string, string> = { kind: 'deployment' };
  if (target !== undefined) known[target.kind] = target.name;
  if (target?.kind === 'service') known.workload = target.name;
  Object.assign(known, parameters);
  const advice = ADVICE[cause];
  if (advice === undefined) return [];
  const { check, remedy } = advice;
  const action = actionOn(remedy[2], parameters);
  return [step('check', check, known), { ...step('remedy', remedy, known), ...(action && { action }) }];
}

/** Only what was seen to be a Deployment, and is named in full, can be acted on: nothing is guessed here. */
function actionOn(
  kind: ActionKind | undefined,
  { kind: seen, namespace, workload }: Readonly<Record<string, string>>,
): ActionRequest | undefined {
  if (kind === undefined || seen !== 'deployment' || namespace === undefined || workload === undefined)
    return undefined;
  return { kind, namespace, name: workload };
}

function step(
  kind: NextStep['kind'],
  advice: Advice['check'] | Advice['remedy'],
  known: Readonly<Record<string, string>>,
): NextStep {
  const [text, command] = advice;
  return command === undefined
    ? { kind, text: fillText(text, known) }
    : { kind, text: fillText(text, known), command: fillCommand(command, known) };
}

function fillText(text: string, known: Readonly<Record<string, string>>): string {
  return text.replace(/\{(\w+)\}/g, (_, name: string) => known[name] ?? `<${name}>`);
}

/** Values come from manifests and logs: in a command, anything but plain name characters is put in single quotes. */
function fillCommand(text: string, known: Readonly<Record<string, string>>): string {
  return text.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = known[name];
    if (value === undefined) return `<${name}>`;
    return /^[\w.:/@=-]+$/.test(value) ? value : `'${value.replaceAll("'", "'\\''")}'`;
  });
}
