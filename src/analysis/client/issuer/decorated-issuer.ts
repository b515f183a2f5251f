import { ts } from '../../../compiler.cjs';
import type { Edit } from '../../../model/edit.ts';
import { codeParameter, issuerOption, issuerParameter } from '../../../sdk/roles.ts';
import { descendants, unwrap } from '../../program/ast.ts';
import type { Project } from '../../program/project.ts';
import { symbolOf } from '../../program/sdk-symbols.ts';
import { oneMore, queryDecorator } from '../query/decorated.ts';
import { named } from '../redemption/redeemer-options.ts';
import { isText } from './code-read.ts';

/** `iss` of the query as a parameter of the handler, and the edit that adds the parameter. */
export interface DecoratedIssuer {
  readonly parameter: ts.ParameterDeclaration;
  readonly text: string;
  readonly edits: readonly Edit[];
}

/** The `iss` that comes with `@Query('code') code: string`: as a parameter of its own, or as one more. */
export function decoratedIssuer(project: Project, code: ts.Expression): DecoratedIssuer | undefined {
  const node = named(project, unwrap(code));
  const parameter = ts.isIdentifier(node) ? symbolOf(project, node)?.valueDeclaration : undefined;
  if (!parameter || !ts.isParameter(parameter)) return undefined;
  const decorator = queryDecorator(project, parameter);
  if (decorator?.key !== codeParameter) return undefined;
  const { parameters } = parameter.parent;
  const own = parameters.find((each) => queryDecorator(project, each)?.key === issuerParameter);
  if (own) return besides(project, parameter, own);
  const last = parameters.at(-1);
  const isTaken = [...descendants(parameter.parent)].some(
    (each) => ts.isIdentifier(each) && each.text === issuerOption,
  );
  if (!last || last.dotDotDotToken || isTaken) return undefined;
  const { quote } = decorator;
  const more = `@${decorator.text}(${quote}${issuerParameter}${quote}) ${issuerOption}?: string`;
  const { end, text } = oneMore(last, more);
  const edit: Edit = { file: last.getSourceFile().fileName, start: end, end, text };
  return { parameter, text: issuerOption, edits: [edit] };
}

function besides(
  project: Project,
  parameter: ts.ParameterDeclaration,
  own: ts.ParameterDeclaration,
): DecoratedIssuer | undefined {
  if (!ts.isIdentifier(own.name)) return undefined;
  const type = project.checker.getTypeAtLocation(own);
  const { text } = own.name;
  if (isText(type)) return { parameter, text, edits: [] };
  return isText(type, ts.TypeFlags.Null) ? { parameter, text: `${text} ?? undefined`, edits: [] } : undefined;
}
