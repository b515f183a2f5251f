// biome-ignore-all lint: these files repeat what the packages declare
// The './$types' that SvelteKit generates beside each route. A relative name cannot be an ambient module, so this file is one itself.
export type {
  Actions,
  Load as LayoutLoad,
  Load as PageLoad,
  LoadEvent as LayoutLoadEvent,
  LoadEvent as PageLoadEvent,
  RequestEvent,
  RequestHandler,
  ServerLoad as LayoutServerLoad,
  ServerLoad as PageServerLoad,
  ServerLoadEvent as LayoutServerLoadEvent,
  ServerLoadEvent as PageServerLoadEvent,
} from '@sveltejs/kit';
