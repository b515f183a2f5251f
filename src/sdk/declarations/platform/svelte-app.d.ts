// biome-ignore-all lint: these files repeat what the packages declare
// SvelteKit: the page that a component is on.
declare module '$app/state' {
  export const page: import('@sveltejs/kit').Page;
}
declare module '$app/stores' {
  export const page: import('svelte/store').Readable<import('@sveltejs/kit').Page>;
}
declare module 'svelte/store' {
  export interface Readable<T> {
    subscribe(run: (value: T) => void, invalidate?: () => void): () => void;
  }
}
