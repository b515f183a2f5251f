import { ts } from '../../../compiler.cjs';
import { httpErrorClasses, v1HttpErrorClass } from '../../../sdk/roles.ts';
import { descendants, wrapped } from '../../program/ast.ts';
import { nodesOfKinds } from '../../program/node-index.ts';
import type { Project } from '../../program/project.ts';
import { symbolOf } from '../../program/sdk-symbols.ts';
import { type GuardKind, guardClass, isScopeErrorClass } from './error-classes.ts';

export interface ClassValue {
  readonly node: ts.Expression;
  readonly kind: GuardKind;
}

const names = [...httpErrorClasses, v1HttpErrorClass];

/**
 * The SDK's error classes where they are passed as values: `is(error, SdkHttpError)`, `[SdkHttpError, TypeError]`. The
 * code that receives them tests with them, and that test is not followed.
 */
export function classValues(project: Project): ClassValue[] {
  return project.files
    .filter((file) => names.some((name) => file.text.includes(name)))
    .flatMap((file) =>
      (nodesOfKinds(file, named) as readonly (ts.Identifier | ts.PropertyAccessExpression)[]).flatMap(
        (node): ClassValue[] => {
          const kind = isPassed(node) && isClass(project, node) ? guardClass(project, node) : undefined;
          return kind && !isBesideScopeError(project, node) ? [{ node, kind }] : [];
        },
      ),
    );
}

const named = [ts.SyntaxKind.Identifier, ts.SyntaxKind.PropertyAccessExpression] as const;

/** The class itself. An error of the class is not meant here. The declared type first: the one here costs more. */
function isClass(project: Project, node: ts.Identifier | ts.PropertyAccessExpression): boolean {
  const { checker } = project;
  const symbol = symbolOf(project, ts.isPropertyAccessExpression(node) ? node.name : node);
  const isValue = symbol?.valueDeclaration && !ts.isSourceFile(symbol.valueDeclaration);
  if (isValue && !mayBeClass(checker.getTypeOfSymbol(symbol))) return false;
  return checker.getTypeAtLocation(node).getConstructSignatures().length > 0;
}

function mayBeClass(declared: ts.Type): boolean {
  if (declared.flags & vague) return true;
  const parts = declared.isUnion() ? declared.types : [declared];
  return parts.some((part) => part.flags & vague || part.getConstructSignatures().length > 0);
}

/** A test before the use may have made a class of it. */
const vague = ts.TypeFlags.Any | ts.TypeFlags.Unknown | ts.TypeFlags.NonPrimitive | ts.TypeFlags.Instantiable;

/** An argument, an item of a list, or a value of an object. */
function isPassed(node: ts.Expression): boolean {
  const value = wrapped(node);
  const { parent } = value;
  if (ts.isCallExpression(parent)) return parent.expression !== value;
  if (ts.isPropertyAssignment(parent)) return parent.initializer === value;
  return ts.isArrayLiteralExpression(parent) || ts.isShorthandPropertyAssignment(parent);
}

/** The same list, call or object also names InsufficientScopeError. */
function isBesideScopeError(project: Project, node: ts.Expression): boolean {
  const { parent } = wrapped(node);
  const siblings = ts.isPropertyAssignment(parent) ? parent.parent : parent;
  return [...descendants(siblings)].some(
    (each) =>
      (ts.isIdentifier(each) || ts.isPropertyAccessExpression(each)) && isScopeErrorClass(project, each),
  );
}
