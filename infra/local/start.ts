import { enableCompileCache } from 'node:module';
import { COMPILE_CACHE } from './compile-cache.ts';

// Before anything else is loaded, so that it counts for this process too.
enableCompileCache(COMPILE_CACHE);
await import('./start-command.ts');
