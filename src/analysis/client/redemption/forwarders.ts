import { ts } from '../../../compiler.cjs';
import type { Generation } from '../../../sdk/modules.ts';
import { codeOption, issuerOption } from '../../../sdk/roles.ts';
import { enclosingFunction, memberName, unwrap } from '../../program/ast.ts';
import type { Project } from '../../program/project.ts';
import { symbolOf } from '../../program/sdk-symbols.ts';
import { named, optionEntries } from './redeemer-options.ts';
import { argumentAt, isWritten } from './spread-arguments.ts';

/** A function that takes a code in options and redeems it: one of the SDK, or one of the project that passes them on. */
export interface Redeemer {
  readonly name: string;
  /** Which argument holds the options. */
  readonly position: number;
  readonly generation: Generation;
  /** It spreads what it is given into the call of the next one. */
  readonly spread?: boolean;
  /** The code that gets this function, and calls it. */
  readonly wrapper?: ts.Expression;
}

/**
 * The function of the project that passes its own parameter on as the options of a call, whole or with both code and `iss`.
 * Nothing is lost there, so its callers are looked at instead.
 */
export function forwarderOf(
  project: Project,
  call: ts.CallExpression,
  { position, generation, spread = false }: Redeemer,
): { readonly declaration: ts.SignatureDeclaration; readonly redeemer: Redeemer } | undefined {
  const options = argumentAt(project, call, position);
  const owner = enclosingFunction(call);
  const parameter = isWritten(options) ? passedParameter(project, options) : options?.parameter;
  if (!owner || parameter?.parent !== owner) return undefined;
  const name = nameOf(owner);
  // `(...args) => auth(...args)` is called as auth() is.
  const within = isWritten(options) ? 0 : (options?.index ?? 0);
  const index = owner.parameters.indexOf(parameter) + within;
  return name && index >= 0
    ? {
        declaration: owner,
        redeemer: { name, position: index, generation, spread: spread || !isWritten(options) },
      }
    : undefined;
}

/** The parameter that an options expression passes on. */
function passedParameter(project: Project, options: ts.Expression): ts.ParameterDeclaration | undefined {
  const node = unwrap(options);
  if (ts.isIdentifier(node)) return parameterOf(project, node);
  if (!ts.isObjectLiteralExpression(node)) return undefined;
  const entries = optionEntries(project, node);
  const from = [codeOption, issuerOption].map((key) => {
    const own = entries.filter((entry) => entry.key === key);
    const [only] = own;
    if (!only || own.length > 1) return undefined;
    const value = unwrap(only.value ?? (only.node as ts.Expression));
    const record =
      only.value && memberName(value) === key ? (value as ts.PropertyAccessExpression).expression : value;
    return only.value && record === value ? undefined : parameterOf(project, unwrap(record));
  });
  return from[0] && from[0] === from[1] ? from[0] : undefined;
}

function parameterOf(project: Project, node: ts.Expression): ts.ParameterDeclaration | undefined {
  if (!ts.isIdentifier(node)) return undefined;
  const declaration = symbolOf(project, named(project, node))?.valueDeclaration;
  return declaration && ts.isParameter(declaration) && !declaration.dotDotDotToken ? declaration : undefined;
}

function nameOf(owner: ts.SignatureDeclaration): string | undefined {
  const { parent } = owner;
  const { name } = ts.isVariableDeclaration(parent) || ts.isPropertyDeclaration(parent) ? parent : owner;
  return name && ts.isIdentifier(name) ? name.text : undefined;
}
