import { ts } from '../../../compiler.cjs';
import { redeemingFunctions } from '../../../sdk/roles.ts';
import { unwrap } from '../../program/ast.ts';
import { throughConstants } from '../../program/constants.ts';
import type { Project } from '../../program/project.ts';
import { type SdkEntity, sdkEntityOf, symbolOf } from '../../program/sdk-symbols.ts';
import type { Redeemer } from './forwarders.ts';

/**
 * A function of the SDK that a call passes to other code, which is sure to call it with what it is given: `timed(auth, provider,
 * options)` takes the options behind it, `serialize(auth)(provider, options)` gives a function that does, and so do `auth.call` and
 * `auth.bind`.
 */
export function wrappedRedeemer(
  project: Project,
  call: ts.CallExpression,
  names: ReadonlySet<string>,
): Redeemer | undefined {
  for (const [index, argument] of call.arguments.entries()) {
    const own = redeemerNamed(project, argument, names);
    if (own) return { ...own, position: own.position + index + 1, wrapper: call.expression };
  }
  const callee = unwrap(call.expression);
  // `auth.call(undefined, provider, options)`
  if (ts.isPropertyAccessExpression(callee) && callee.name.text === 'call') {
    const own = redeemerNamed(project, callee.expression, names);
    return own && { ...own, position: own.position + 1, wrapper: callee };
  }
  return madeWith(project, callee, names);
}

/** `authOnce` of `const authOnce = serialize(auth)`, `auth.bind(undefined, provider)` */
function madeWith(project: Project, callee: ts.Expression, names: ReadonlySet<string>): Redeemer | undefined {
  const made = unwrap(throughConstants(project, callee));
  if (!ts.isCallExpression(made)) return undefined;
  const maker = unwrap(made.expression);
  for (const argument of made.arguments) {
    const own = redeemerNamed(project, argument, names);
    if (own) return { ...own, wrapper: maker };
  }
  if (!ts.isPropertyAccessExpression(maker) || maker.name.text !== 'bind') return undefined;
  const own = redeemerNamed(project, maker.expression, names);
  const bound = Math.max(made.arguments.length - 1, 0);
  return own && own.position >= bound
    ? { ...own, position: own.position - bound, wrapper: maker }
    : undefined;
}

function redeemerNamed(
  project: Project,
  expression: ts.Expression,
  names: ReadonlySet<string>,
): Redeemer | undefined {
  const node = unwrap(expression);
  const name = ts.isPropertyAccessExpression(node) ? node.name : node;
  if (!ts.isIdentifier(name) || !names.has(name.text)) return undefined;
  const entity: SdkEntity | undefined = sdkEntityOf(symbolOf(project, name));
  const position = entity && !entity.member ? redeemingFunctions[entity.name] : undefined;
  return entity && position !== undefined
    ? { name: entity.name, position, generation: entity.generation }
    : undefined;
}
