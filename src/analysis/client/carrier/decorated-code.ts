import { ts } from '../../../compiler.cjs';
import { codeParameter } from '../../../sdk/roles.ts';
import { bindingKey } from '../../program/ast.ts';
import { referent } from '../../program/mentions.ts';
import { isHandlerQuery, oneMore, queryDecorator } from '../query/decorated.ts';
import type { QueryRead } from '../query/query-read.ts';
import type { Lift } from './lift.ts';

/** The query behind `@Query('code') code: string`: the handler gets the whole of it, too, as one more parameter. */
export function readDecorated(lift: Lift, name: ts.Identifier): QueryRead | undefined {
  const parameter = referent(lift.project, name)?.valueDeclaration;
  if (parameter && ts.isBindingElement(parameter) && bindingKey(parameter) === codeParameter)
    return readBesideClass(lift, name, parameter.parent.parent);
  if (!parameter || !ts.isParameter(parameter)) return undefined;
  const decorator = queryDecorator(lift.project, parameter);
  if (decorator?.key !== codeParameter) return undefined;
  const record = recordBeside(lift, parameter) ?? recordAdded(lift, parameter, decorator.text);
  if (!record) return undefined;
  const params = `new URLSearchParams(${record})`;
  return { node: name, key: codeParameter, params, root: name, assumes: 'record-query' };
}

/**
 * The query behind `query.code` of `@Query() query: CallbackQuery`: the whole of it beside the object that the class describes.
 * A validation pipe leaves a record alone, and may refuse what the class lacks.
 */
export function readDescribed(lift: Lift, access: ts.PropertyAccessExpression): QueryRead | undefined {
  const { expression, name } = access;
  const parameter = ts.isIdentifier(expression)
    ? referent(lift.project, expression)?.valueDeclaration
    : undefined;
  return name.text === codeParameter ? readBesideClass(lift, access, parameter) : undefined;
}

function readBesideClass(
  lift: Lift,
  access: ts.Expression,
  parameter: ts.Node | undefined,
): QueryRead | undefined {
  if (!parameter || !ts.isParameter(parameter)) return undefined;
  const decorator = queryDecorator(lift.project, parameter);
  if (!decorator || decorator.key !== undefined) return undefined;
  const record = recordAdded(lift, parameter, decorator.text);
  if (!record) return undefined;
  const params = `new URLSearchParams(${record})`;
  return { node: access, key: codeParameter, params, root: access, assumes: 'query-described' };
}

/** `@Query() query: Record<string, string>`, which is there already. */
function recordBeside({ project }: Lift, { parent }: ts.ParameterDeclaration): string | undefined {
  const names = parent.parameters.map((each) => each.name).filter(ts.isIdentifier);
  return names.find((each) => isHandlerQuery(project, each))?.text;
}

function recordAdded(lift: Lift, parameter: ts.ParameterDeclaration, decorator: string): string | undefined {
  const last = parameter.parent.parameters.at(-1);
  if (!last || last.dotDotDotToken) return undefined;
  const name = lift.names.ofConstant(parameter, parameter.parent);
  const { end, text } = oneMore(last, `@${decorator}() ${name}: Record<string, string>`);
  lift.edits.insert(last.getSourceFile(), end, text);
  return name;
}
