/**
 * How the official codemod finds a context: by these names, file by file. Source: codemod 2.3.1, `contextTypes.ts`.
 * test/official-contexts.test.ts compares this with what it does.
 */
import { oldRegistrations, registrations } from './context-roles.ts';

/** The parameter that it renames, and the new name. A function that has the new name already is left as it is. */
export const oldParameter = 'extra';
export const newParameter = 'ctx';

/** Calls whose last argument, or a function in it, is a handler. */
export const calls: readonly string[] = [...registrations, ...oldRegistrations];
/** The call that takes its handler as the second argument. */
export const requestCall = 'setRequestHandler';

/** Types of a parameter that make it a context. */
export const contextTypes: readonly string[] = ['RequestHandlerExtra', 'ServerContext', 'ClientContext'];

/** Without an import of these a file is passed over; what becomes an import of server-legacy is none. */
export const imports = /^@modelcontextprotocol\/(?:sdk|client|server|core|node|express)(?:\/|$)/;
export const legacyImports = /^@modelcontextprotocol\/sdk\/server\/(?:auth\/(?!types\b)|sse\b)/;
