import { ts } from '../../../compiler.cjs';
import { authFunction, oauthProviderInterface } from '../../../sdk/roles.ts';
import type { FunctionLike } from '../../program/ast.ts';
import { bodyOf } from '../../program/callees.ts';
import { standsFor } from '../../program/declaration-at.ts';
import { oncePerProject } from '../../program/memo.ts';
import { mentionsIn } from '../../program/node-index.ts';
import type { Project } from '../../program/project.ts';
import { type SdkEntity, sdkEntityAt, sdkEntityOf, symbolOf } from '../../program/sdk-symbols.ts';
import { isTestFile } from '../../program/test-files.ts';

/** A class or an object of this project that the SDK takes as the OAuthClientProvider of a client. */
export interface ClientProvider {
  readonly owner: ts.ClassLikeDeclaration | ts.ObjectLiteralExpression;
  readonly generation: 1 | 2;
}

const members = ['invalidateCredentials', 'saveDiscoveryState', 'saveTokens', 'saveClientInformation'];

/** The providers that have a member whose contract differs between v1 and v2. */
export const clientProviders = oncePerProject((project: Project): readonly ClientProvider[] => {
  const found = new Map<ts.Node, ClientProvider>();
  for (const file of project.userFiles) {
    if (isTestFile(file)) continue;
    for (const name of members.flatMap((member) => mentionsIn(file, member))) {
      const member = name.parent;
      const owner = member.parent;
      if (found.has(owner) || (member as ts.NamedDeclaration).name !== name) continue;
      if (!ts.isClassLike(owner) && !ts.isObjectLiteralExpression(owner)) continue;
      const entity =
        standsFor(project, member as ts.Declaration)
          .map((each) => sdkEntityOf((each as { symbol?: ts.Symbol }).symbol))
          .find(isProvider) ??
        inherited(project, owner) ??
        takenAs(project, owner);
      if (entity) found.set(owner, { owner, generation: entity.generation });
    }
  }
  return [...found.values()];
});

const isProvider = (entity: SdkEntity | undefined): entity is SdkEntity =>
  entity?.name === oauthProviderInterface;

/** `class BrowserProvider extends BaseProvider`, where the base class or an interface of the project is a provider. */
function inherited(project: Project, owner: ts.Node, seen = new Set<ts.Node>()): SdkEntity | undefined {
  if (seen.has(owner) || !(ts.isClassLike(owner) || ts.isInterfaceDeclaration(owner))) return undefined;
  seen.add(owner);
  for (const { expression } of owner.heritageClauses?.flatMap(({ types }) => [...types]) ?? []) {
    const entity = sdkEntityAt(project, expression);
    if (isProvider(entity)) return entity;
    const declarations = symbolOf(project, expression)?.declarations ?? [];
    for (const each of declarations) {
      const found = inherited(project, each, seen);
      if (found) return found;
    }
  }
  return undefined;
}

/** A class or an object that names no interface, and that is passed where the SDK wants a provider. */
function takenAs(project: Project, owner: ts.Node): SdkEntity | undefined {
  const isMeant = (value: ts.Expression): boolean =>
    project.checker.getTypeAtLocation(value).symbol?.valueDeclaration === owner;
  for (const file of project.userFiles) {
    for (const name of [...mentionsIn(file, 'authProvider'), ...mentionsIn(file, authFunction)]) {
      const entity = wantedByOptions(project, name, isMeant) ?? wantedByCall(project, name, isMeant);
      if (entity) return entity;
    }
  }
  return undefined;
}

type IsMeant = (value: ts.Expression) => boolean;

/** `new StreamableHTTPClientTransport(url, { authProvider: provider })` */
function wantedByOptions({ checker }: Project, name: ts.Node, isMeant: IsMeant): SdkEntity | undefined {
  const property = name.parent;
  const isGiven = ts.isPropertyAssignment(property) || ts.isShorthandPropertyAssignment(property);
  if (!isGiven || !ts.isObjectLiteralExpression(property.parent)) return undefined;
  if (!isMeant(ts.isPropertyAssignment(property) ? property.initializer : property.name)) return undefined;
  const wanted = checker.getContextualType(property.parent);
  const options = wanted && checker.getNonNullableType(wanted);
  return sdkEntityOf(options && checker.getPropertyOfType(options, 'authProvider'));
}

/** `auth(provider, options)` */
function wantedByCall({ checker }: Project, name: ts.Node, isMeant: IsMeant): SdkEntity | undefined {
  const call = name.parent;
  const [value] = ts.isCallExpression(call) && call.expression === name ? call.arguments : [];
  if (!value || !isMeant(value)) return undefined;
  const entity = sdkEntityOf(checker.getContextualType(value)?.symbol);
  return isProvider(entity) ? entity : undefined;
}

/** The function behind a member of a provider, also of a class that it extends. */
export function methodOf(
  project: Project,
  { owner }: ClientProvider,
  name: string,
): FunctionLike | undefined {
  const symbol = project.checker.getTypeAtLocation(owner).getProperty(name);
  const declaration = symbol?.declarations?.find((each) => !each.getSourceFile().isDeclarationFile);
  return declaration && bodyOf(project, declaration);
}

/** Whether a provider has a member at all. */
export const hasMember = (project: Project, { owner }: ClientProvider, name: string): boolean =>
  project.checker.getTypeAtLocation(owner).getProperty(name) !== undefined;
