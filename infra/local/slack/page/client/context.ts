import { createContext, useContext } from 'react';
import type { Workspace } from './types.ts';

/** What a message needs to be drawn. It changes rarely, so that a new message does not draw all the others anew. */
export interface Directory extends Pick<Workspace, 'me' | 'bot' | 'people' | 'userGroups' | 'channels'> {
  /** Shows a short notice at the bottom. */
  readonly notify: (text: string) => void;
  readonly openThread: (channel: string, ts: string) => void;
  readonly openChannel: (channel: string) => void;
  readonly openCanvas: (canvas: string) => void;
}

const DirectoryContext = createContext<Directory | undefined>(undefined);
const WorkspaceContext = createContext<Workspace | undefined>(undefined);

export const DirectoryProvider = DirectoryContext.Provider;
export const WorkspaceProvider = WorkspaceContext.Provider;

export function useDirectory(): Directory {
  return given(useContext(DirectoryContext));
}

/** The whole workspace: whoever uses it is drawn anew with every change. */
export function useLiveWorkspace(): Workspace {
  return given(useContext(WorkspaceContext));
}

function given<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('used outside the page');
  return value;
}
