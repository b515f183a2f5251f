/** TanStack Router: where its names come from, and what they do. Measured with 1.170. */
export const routerModule = '@tanstack/react-router';

/** Functions that are given the options of a route. */
export const routeMakers: ReadonlySet<string> = new Set([
  'createFileRoute',
  'createRootRoute',
  'createRootRouteWithContext',
  'createRoute',
]);

/** The hook that gives the validated search of a page, the one that gives its location, and what makes both for one route. */
export const searchHook = 'useSearch';
export const locationHook = 'useLocation';
export const routeApi = 'getRouteApi';

/** Adapters that take a schema and give what validates the search. */
export const schemaAdapters: ReadonlySet<string> = new Set([
  '@tanstack/arktype-adapter',
  '@tanstack/valibot-adapter',
  '@tanstack/zod-adapter',
]);
