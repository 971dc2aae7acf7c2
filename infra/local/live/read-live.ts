import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { type Document, LineCounter, parseDocument } from 'yaml';
import { StartError } from '../ports.ts';
import { type Credential, type LiveFile, liveSchema } from './live-schema.ts';

/** A live.yaml that can be used: every path in it is absolute, every credential is there. */
export interface LiveSystem extends LiveFile {
  /** The file itself, absolute. */
  readonly file: string;
}

type Path = readonly PropertyKey[];
interface Problem {
  readonly path: Path;
  readonly message: string;
}

/**
 * Reads a live.yaml. Throws a StartError that names every problem, a line each, as `live.yaml:7: prometheus.url: …`;
 * no value of a credential is ever in it.
 */
export function readLive(file: string, env: NodeJS.ProcessEnv = process.env): LiveSystem {
  const lines = new LineCounter();
  const document = parseDocument(textOf(file), { lineCounter: lines, prettyErrors: false });
  const name = basename(file);
  if (document.errors.length > 0) {
    const told = document.errors.map(({ pos, message }) => `${name}:${lines.linePos(pos[0]).line}: ${message}`);
    throw new StartError(told.join('\n'));
  }
  const result = liveSchema.safeParse(plainOf(name, document) ?? {});
  if (!result.success) throw refusal(name, document, lines, result.error.issues);
  const { system, problems } = resolvePaths(result.data, file, env);
  if (problems.length > 0) throw refusal(name, document, lines, problems);
  return system;
}

/** What the document says. An alias of nothing, or one of too many, shows only here. */
function plainOf(name: string, document: Document): unknown {
  try {
    return document.toJS();
  } catch (error) {
    throw new StartError(`${name}: ${(error as Error).message.slice(0, 200)}`, { cause: error });
  }
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const words = code === 'ENOENT' ? 'does not exist' : code === 'EISDIR' ? 'is a folder' : `cannot be read (${code})`;
    throw new StartError(`${file} ${words}.`, { cause: error });
  }
}

function refusal(name: string, document: Document, lines: LineCounter, problems: readonly Problem[]): StartError {
  const told = problems.map(({ path, message }) => {
    const place = path.map(String).join('.');
    return `${name}:${lineOf(document, lines, path)}: ${place === '' ? '' : `${place}: `}${message}`;
  });
  return new StartError(told.join('\n'));
}

/** The line of the deepest part of the path that the file has. */
function lineOf(document: Document, lines: LineCounter, path: Path): number {
  for (let length = path.length; length > 0; length--) {
    const node = document.getIn(path.slice(0, length), true) as { range?: readonly number[] | null } | undefined;
    const start = node?.range?.[0];
    if (start !== undefined) return lines.linePos(start).line;
  }
  return 1;
}

/** Makes paths absolute, from the folder of the file, and says which files, folders and variables are not there. */
function resolvePaths(
  read: LiveFile,
  file: string,
  env: NodeJS.ProcessEnv,
): { system: LiveSystem; problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const absolute = (path: Path, text: string, kind: 'file' | 'folder' = 'file'): string => {
    const found = resolve(dirname(file), text.replace(/^~(?=\/)/, env.HOME ?? '~'));
    if (!existsSync(found)) problems.push({ path, message: `there is no ${kind} ${found}` });
    else if (statSync(found).isDirectory() !== (kind === 'folder'))
      problems.push({ path, message: `${found} is not a ${kind}` });
    return found;
  };
  const credential = <C extends Credential | undefined>(path: Path, given: C): C => {
    if (given === undefined) return given;
    if ('file' in given) return { file: absolute([...path, 'file'], given.file) } as C;
    if (!env[given.env]) problems.push({ path: [...path, 'env'], message: `the variable ${given.env} is not set` });
    return given;
  };
  const signIn = <S extends { token?: Credential | undefined; password?: Credential | undefined } | undefined>(
    path: Path,
    given: S,
  ): S =>
    given && {
      ...given,
      ...(given.token && { token: credential([...path, 'token'], given.token) }),
      ...(given.password && { password: credential([...path, 'password'], given.password) }),
    };
  const server = <S extends { ca?: string | undefined; token?: Credential | undefined } | undefined>(
    path: Path,
    given: S,
  ): S => given && { ...signIn(path, given), ...(given.ca && { ca: absolute([...path, 'ca'], given.ca) }) };
  const { kubernetes, prometheus, alertmanager, logs, runbooks, topology, changes, actions, duty } = read;
  const system: LiveSystem = {
    ...read,
    file: resolve(file),
    ...(kubernetes && {
      kubernetes: {
        ...server(['kubernetes'], kubernetes),
        ...(kubernetes.kubeconfig && {
          kubeconfig: absolute(['kubernetes', 'kubeconfig'], kubernetes.kubeconfig),
        }),
      },
    }),
    prometheus: signIn(['prometheus'], prometheus),
    alertmanager: signIn(['alertmanager'], alertmanager),
    ...(logs && {
      logs: {
        ...(logs.loki && { loki: signIn(['logs', 'loki'], logs.loki) }),
        ...(logs.folder && { folder: absolute(['logs', 'folder'], logs.folder, 'folder') }),
      },
    }),
    ...(runbooks && { runbooks: absolute(['runbooks'], runbooks, 'folder') }),
    ...(typeof topology === 'string' && { topology: absolute(['topology'], topology) }),
    ...(changes?.file && { changes: { file: absolute(['changes', 'file'], changes.file) } }),
    actions: server(['actions'], actions),
    ...(duty && { duty: absolute(['duty'], duty) }),
  };
  return { system, problems };
}
