import { ts } from '../../../compiler.cjs';
import { clientArea, httpErrorClasses, scopeErrorClasses, v1HttpErrorClass } from '../../../sdk/roles.ts';
import { unwrap } from '../../program/ast.ts';
import type { Project } from '../../program/project.ts';
import { type Declared, declaredAs, resolveAlias, symbolOf } from '../../program/sdk-symbols.ts';

/** What a class expression means: a class of the SDK or the platform, any other class ('own'), or unknown. */
export function classAt(project: Project, node: ts.Expression): Declared | 'own' | undefined {
  const target = unwrap(node);
  const symbol = symbolOf(project, ts.isPropertyAccessExpression(target) ? target.name : target);
  const declared = declaredAs(symbol);
  // `declare var Error: ErrorConstructor`: the variable is the class.
  if (declared && !declared.member) return declared;
  const type = project.checker.getTypeAtLocation(target);
  const classSymbol = type.symbol && resolveAlias(project, type.symbol);
  const byType = declaredAs(classSymbol);
  if (byType && !byType.member) return byType;
  if (classSymbol?.declarations?.some(ts.isClassLike)) return 'own';
  return isForeign(project, target) ? 'own' : undefined;
}

/** Imported from a package other than the SDK: no error of the SDK is an instance of it. */
function isForeign(project: Project, node: ts.Expression): boolean {
  let root = node;
  while (ts.isPropertyAccessExpression(root)) root = unwrap(root.expression);
  if (!ts.isIdentifier(root)) return false;
  const [declaration] = project.checker.getSymbolAtLocation(root)?.declarations ?? [];
  for (let current: ts.Node | undefined = declaration; current; current = current.parent) {
    if (!ts.isImportDeclaration(current)) continue;
    const { moduleSpecifier } = current;
    return ts.isStringLiteral(moduleSpecifier) && isPackage(moduleSpecifier.text);
  }
  return false;
}

/** The name of a package. A path, or an alias of one, may lead to code of the project. */
const isPackage = (specifier: string): boolean =>
  /^(node:|[a-z0-9])/i.test(specifier) || /^@[a-z0-9][^/]*\/[a-z0-9]/i.test(specifier);

/** Which SDK made the class that a test is about; `compat` is a v1 class under `--sdk 2`. */
export type GuardKind = 'v2' | 'v1' | 'compat';

/** The kind of a class that handlers of a 403 test for; undefined for any other class. */
export function guardClass(project: Project, node: ts.Expression): GuardKind | undefined {
  const declared = classAt(project, node);
  if (!declared || declared === 'own' || declared.member) return undefined;
  if (declared.area === clientArea && httpErrorClasses.includes(declared.name)) return 'v2';
  if (declared.name !== v1HttpErrorClass) return undefined;
  return declared.area.startsWith('v1/') ? 'v1' : declared.area.startsWith('v2/') ? 'compat' : undefined;
}

/** `InsufficientScopeError` or its base class, under any name. */
export function isScopeErrorClass(project: Project, node: ts.Expression): boolean {
  const declared = classAt(project, node);
  if (!declared || declared === 'own') return false;
  return declared.area === clientArea && scopeErrorClasses.includes(declared.name);
}

/** The type `SdkHttpError` or `SdkError`. */
export function isHttpErrorType(project: Project, type: ts.TypeNode): boolean {
  if (!ts.isTypeReferenceNode(type)) return false;
  const declared = declaredAs(
    symbolOf(project, ts.isQualifiedName(type.typeName) ? type.typeName.right : type.typeName),
  );
  return declared?.area === clientArea && httpErrorClasses.includes(declared.name);
}
