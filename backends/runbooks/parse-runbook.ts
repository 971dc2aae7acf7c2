import { parse } from 'yaml';
import type { Playbook } from '../../schemas/generated/runbooks.ts';
import { classify } from './classify.ts';
import type { RunbookDocument } from './provider.ts';

export type Section = Playbook['sections'][number];

/** A runbook taken apart. Severity, type and category are its own words, or judged by its text. */
export interface Runbook extends Playbook {
  /** The severity or type its front matter states, as opposed to one judged by its words. */
  readonly stated: { readonly severity?: string; readonly incidentType?: string };
}

const FRONT_MATTER = /^\uFEFF?---[ \t]*\r?\n([\s\S]*?)\r?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|$)/;
const SEVERITIES = ['low', 'medium', 'high', 'critical'] as const;
const TYPES = ['performance', 'availability', 'security', 'deployment'] as const;

/** Takes one Markdown document apart. Front matter is optional; a damaged one is left in the text. */
export function parseRunbook(document: RunbookDocument): Runbook {
  const { fields, body } = splitFrontMatter(document.markdown);
  const sections = splitSections(body);
  const title = textOf(fields.title) ?? titleOf(body) ?? document.id.replaceAll(/[-_]+/g, ' ');
  const severity = oneOf(SEVERITIES, severityWord(textOf(fields.severity)));
  const stated = oneOf(TYPES, textOf(fields.incident_type ?? fields.incidentType ?? fields.type)?.toLowerCase());
  const judged = classify(`${title}\n${body}`);
  const incidentType = stated ?? judged.incidentType;
  const category = textOf(fields.category)?.toLowerCase() ?? judged.category;
  return {
    id: document.id,
    title,
    ...(severity === undefined ? {} : { severity }),
    ...(incidentType === undefined ? {} : { incidentType }),
    ...(category === undefined ? {} : { category }),
    causes: listOf(fields.causes ?? fields.cause),
    alerts: listOf(fields.alerts ?? fields.alert),
    services: listOf(fields.services ?? fields.service),
    sections,
    markdown: body,
    stated: {
      ...(severity === undefined ? {} : { severity }),
      ...(stated === undefined ? {} : { incidentType: stated }),
    },
  };
}

function splitFrontMatter(markdown: string): { fields: Record<string, unknown>; body: string } {
  const match = FRONT_MATTER.exec(markdown);
  if (match === null) return { fields: {}, body: markdown };
  try {
    const fields: unknown = parse(match[1]!, { maxAliasCount: 0 });
    if (typeof fields === 'object' && fields !== null && !Array.isArray(fields))
      return { fields: fields as Record<string, unknown>, body: markdown.slice(match[0].length) };
  } catch {
    // A page may begin with a rule and prose: then it has no front matter, and nothing of it is dropped.
  }
  return { fields: {}, body: markdown };
}

/** Cuts at headings (`#` or underlined), code blocks left whole. The first section has no heading. */
function splitSections(body: string): Section[] {
  const sections: { heading: string; lines: string[] }[] = [{ heading: '', lines: [] }];
  let fence: string | undefined;
  for (const line of body.split(/\r?\n/)) {
    const marker = /^\s{0,3}(`{3,}|~{3,})/.exec(line)?.[1];
    if (marker !== undefined) fence = fence === undefined ? marker : line.trim().startsWith(fence) ? undefined : fence;
    const heading =
      fence === undefined && marker === undefined ? /^#{1,6}\s+(.*?)\s*#*\s*$/.exec(line)?.[1] : undefined;
    const current = sections.at(-1)!;
    if (heading !== undefined) sections.push({ heading: plain(heading), lines: [] });
    else if (fence === undefined && /^(=+|-{3,})\s*$/.test(line) && (current.lines.at(-1) ?? '').trim() !== '')
      sections.push({ heading: plain(current.lines.pop()!.trim()), lines: [] });
    else current.lines.push(line);
  }
  return sections
    .map(({ heading, lines }) => ({ heading, text: lines.join('\n').trim(), steps: stepsOf(lines) }))
    .filter(({ heading, text }) => heading !== '' || text !== '');
}

const ITEM = /^(\s*)(?:[-*+]|\d{1,3}[.)])\s+(?:\[[ xX]\]\s+)?(.*)$/;

/** The list items, in order, each with its indented continuation and code. */
function stepsOf(lines: readonly string[]): string[] {
  const steps: string[][] = [];
  let open = false;
  let fenced = false;
  for (const line of lines) {
    const item = fenced ? null : ITEM.exec(line);
    if (item !== null) {
      steps.push([item[2]!]);
      open = true;
    } else if (open && (fenced || /^\s+\S/.test(line) || /^(```|~~~)/.test(line))) steps.at(-1)!.push(line);
    else if (line.trim() !== '') open = false;
    if (open && /^\s*(```|~~~)/.test(line)) fenced = !fenced;
  }
  return steps.map((step) => step.join('\n').trim()).filter((step) => step !== '');
}

/** Paragraphs and list items of a section: what can be quoted as the one step that fits. */
export function passagesOf(section: Section): string[] {
  const paragraphs = section.text
    .split(/\n\s*\n/)
    .map((paragraph) => paragraph.trim())
    .filter((paragraph) => paragraph !== '' && !ITEM.test(paragraph.split('\n')[0]!));
  return [...section.steps, ...paragraphs];
}

function titleOf(body: string): string | undefined {
  const lines = body.split(/\r?\n/);
  for (const [index, line] of lines.entries()) {
    const heading = /^#\s+(.*?)\s*#*\s*$/.exec(line)?.[1];
    if (heading !== undefined) return plain(heading);
    if (/^=+\s*$/.test(lines[index + 1] ?? '') && line.trim() !== '') return plain(line.trim());
  }
  const first = lines
    .map((line) => /^#{2,6}\s+(.*?)\s*#*\s*$/.exec(line)?.[1])
    .find((heading) => heading !== undefined);
  return first === undefined ? undefined : plain(first);
}

/** Inline Markdown without its marks. */
function plain(text: string): string {
  return text
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replaceAll(/[*`]|__/g, '')
    .trim();
}

function textOf(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

function listOf(value: unknown): string[] {
  const items = Array.isArray(value) ? value : typeof value === 'string' ? value.split(',') : [];
  return items.map((item) => String(item).trim()).filter((item) => item !== '');
}

function oneOf<T extends string>(values: readonly T[], word: string | undefined): T | undefined {
  return values.find((value) => value === word);
}

/** Other scales in use: sev1-4, P1-4, warning, info. */
function severityWord(text: string | undefined): string | undefined {
  const word = text?.toLowerCase();
  const rank = /^(?:sev|p|s|priority)?[\s-]*([0-4])$/.exec(word ?? '')?.[1];
  if (rank !== undefined) return ['critical', 'critical', 'high', 'medium', 'low'][Number(rank)];
  const others: Record<string, string> = {
    warning: 'medium',
    warn: 'medium',
    info: 'low',
    major: 'high',
    minor: 'low',
    error: 'high',
    page: 'critical',
  };
  return word === undefined ? undefined : (others[word] ?? word);
}
