import { ts } from '../../../compiler.cjs';
import { codeParameter } from '../../../sdk/roles.ts';
import { referent } from '../../program/mentions.ts';
import { isHandlerQuery, oneMore, queryDecorator } from '../query/decorated.ts';
import type { QueryRead } from '../query/query-read.ts';
import type { Lift } from './lift.ts';

/** The query behind `@Query('code') code: string`: the handler gets the whole of it, too, as one more parameter. */
export function readDecorated(lift: Lift, name: ts.Identifier): QueryRead | undefined {
  const parameter = referent(lift.project, name)?.valueDeclaration;
  if (!parameter || !ts.isParameter(parameter)) return undefined;
  const decorator = queryDecorator(lift.project, parameter);
  if (decorator?.key !== codeParameter) return undefined;
  const record = recordBeside(lift, parameter) ?? recordAdded(lift, parameter, decorator.text);
  if (!record) return undefined;
  const params = `new URLSearchParams(${record})`;
  return { node: name, key: codeParameter, params, root: name, assumes: 'record-query' };
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
