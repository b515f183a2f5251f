import { ts } from '../../../compiler.cjs';
import {
  codeOfClass,
  codeValues,
  customErrorClass,
  type ErrorFamily,
  familyOfArea,
  oauthErrorClass,
} from '../../../sdk/verifier-roles.ts';
import { descendants, unwrap } from '../../program/ast.ts';
import { throughConstants } from '../../program/constants.ts';
import { declarationAt } from '../../program/declaration-at.ts';
import type { Project } from '../../program/project.ts';
import { declaredAs, sdkEntityAt, symbolOf } from '../../program/sdk-symbols.ts';
import { valuesBehind } from '../../program/values-behind.ts';

/** What a constructed error is to the SDK. */
export interface ErrorKind {
  /** The family of its OAuth errors; undefined for every other error. */
  readonly family: ErrorFamily | undefined;
  /** The name of its code, as in OAuthErrorCode; undefined where it is not known. */
  readonly code: string | undefined;
  /** The class of the project that it is made of. */
  readonly own: ts.ClassLikeDeclaration | undefined;
  /** Where the code stands among the arguments; -1 where the class says it. */
  readonly codeAt: number;
}

type Made = ts.NewExpression | ts.CallExpression;

/**
 * To which family of OAuth errors does a constructed error belong, and with which code?
 * Asked of each error that leaves a verifier or a grant.
 * Gives undefined for a class that the program does not show: a package's error may be anything.
 */
export function kindOfError(project: Project, made: Made): ErrorKind | undefined {
  const entity = sdkEntityAt(project, unwrap(made.expression));
  if (entity) return ofSdk(project, entity.area, entity.name, made);
  const symbol = symbolOf(project, unwrap(made.expression));
  const declared = declaredAs(symbol);
  if (declared) return declared.area === 'platform/es' ? plain() : undefined;
  const declaration = symbol?.valueDeclaration;
  if (!declaration) return undefined;
  return ts.isClassLike(declaration) ? ofClass(project, declaration, made) : ofValue(project, made);
}

/** `const Wrong = isGrant ? InvalidGrantError : InvalidTokenError`, `new Class(text)` of a parameter: the family, where it is one. */
function ofValue(project: Project, made: Made): ErrorKind | undefined {
  const families = new Set(
    valuesBehind(project, made.expression)
      .flatMap((value) => {
        const node = unwrap(value);
        return ts.isConditionalExpression(node) ? [node.whenTrue, node.whenFalse] : [node];
      })
      .map((value) => {
        const entity = sdkEntityAt(project, unwrap(value));
        return entity && ofSdk(project, entity.area, entity.name, made).family;
      }),
  );
  const [family] = families;
  return family && families.size === 1 ? { family, code: undefined, own: undefined, codeAt: -1 } : undefined;
}

const plain = (own?: ts.ClassLikeDeclaration): ErrorKind => ({
  family: undefined,
  code: undefined,
  own,
  codeAt: -1,
});

function ofSdk(project: Project, area: string, name: string, made: Made): ErrorKind {
  const family = familyOfArea(area);
  if (!family || (family === 'v2' && name !== oauthErrorClass)) return plain();
  const own = undefined;
  if (name === oauthErrorClass || name === customErrorClass)
    return { family, code: codeOf(project, made.arguments?.[0]), own, codeAt: 0 };
  return { family, code: codeOfClass(name), own, codeAt: -1 };
}

/** `OAuthErrorCode.InvalidToken`, `'invalid_token'`. */
function codeOf(project: Project, argument: ts.Expression | undefined): string | undefined {
  if (!argument) return undefined;
  const node = throughConstants(project, argument);
  if (ts.isStringLiteralLike(node))
    return Object.keys(codeValues).find((name) => codeValues[name] === node.text);
  const entity = ts.isPropertyAccessExpression(node) ? sdkEntityAt(project, node) : undefined;
  return entity?.member;
}

/** A class of the project: what it extends decides; a v2 subclass says its code in `super(…)`. */
function ofClass(project: Project, owner: ts.ClassLikeDeclaration, made: Made): ErrorKind | undefined {
  let setup: ts.CallExpression | undefined;
  for (let current: ts.ClassLikeDeclaration | undefined = owner, depth = 0; current && depth < 8; depth++) {
    const base = heritageOf(current);
    if (!base) return plain(owner);
    setup ??= superCall(current);
    const entity = sdkEntityAt(project, base);
    if (entity) {
      const kind = ofSdk(project, entity.area, entity.name, setup ?? made);
      return { ...kind, own: owner, codeAt: -1 };
    }
    const declared = declaredAs(symbolOf(project, base));
    if (declared) return declared.area === 'platform/es' ? plain(owner) : undefined;
    const declaration = declarationAt(project, base);
    current = declaration && ts.isClassLike(declaration) ? declaration : undefined;
  }
  return undefined;
}

function heritageOf(owner: ts.ClassLikeDeclaration): ts.Expression | undefined {
  const clause = owner.heritageClauses?.find(({ token }) => token === ts.SyntaxKind.ExtendsKeyword);
  return clause?.types[0] && unwrap(clause.types[0].expression);
}

function superCall(owner: ts.ClassLikeDeclaration): ts.CallExpression | undefined {
  const setup = owner.members.find(ts.isConstructorDeclaration)?.body;
  if (!setup) return undefined;
  for (const node of descendants(setup))
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.SuperKeyword) return node;
  return undefined;
}
