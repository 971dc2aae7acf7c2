import { createContext, useContext } from 'react';
import type { Workspace } from './types.ts';

export interface PageContext {
  readonly workspace: Workspace;
  /** Shows a short notice at the bottom. */
  readonly notify: (text: string) => void;
  readonly openThread: (channel: string, ts: string) => void;
  readonly openChannel: (channel: string) => void;
}

export const Page = createContext<PageContext | undefined>(undefined);

export function usePage(): PageContext {
  const page = useContext(Page);
  if (page === undefined) throw new Error('used outside the page');
  return page;
}
