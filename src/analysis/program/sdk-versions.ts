import lt from 'semver/functions/lt.js';
import valid from 'semver/functions/valid.js';
import { type Api, since } from '../../sdk/facts.ts';
import { packages } from '../../sdk/modules.ts';
import type { Project } from './project.ts';

/**
 * The version of the SDK that a file has, where that is known and older than the first release with the API.
 *
 * @returns e.g. `@modelcontextprotocol/client 2.0.0-alpha.3`, and the release it begins with
 */
export function predates(
  project: Project,
  file: string,
  api: Api,
): { readonly found: string; readonly begins: string } | undefined {
  const { package: name, version: begins } = since[api];
  const version = project.dependency(file, name)?.version;
  if (version === undefined || !valid(version) || !lt(version, begins)) return undefined;
  return { found: `${name} ${version}`, begins };
}

/** True when the project depends on packages of v2, but not on this one: an import of it would not resolve. */
export function lacksPackage(project: Project, file: string, name: string): boolean {
  const declares = (other: string): boolean => project.dependency(file, other)?.declared ?? false;
  return [packages.server, packages.serverLegacy].some(declares) && !declares(name);
}
