import { ts } from '../../../compiler.cjs';
import { issuerParameter } from '../../../sdk/roles.ts';
import type { Project } from '../../program/project.ts';
import { symbolOf } from '../../program/sdk-symbols.ts';
import { isRepeatable } from '../query/repeatable.ts';
import { named } from '../redemption/redeemer-options.ts';
import { isText } from './code-read.ts';

/**
 * The `iss` that is passed together with a code: the other name of the same pattern, the other member of the same
 * record, the other parameter of the same function.
 *
 * @param place Where the text will stand.
 * @returns source text of a `string | undefined`, or undefined when nothing of that name comes along
 */
export function issuerBeside(project: Project, code: ts.Expression, place: ts.Node): string | undefined {
  const node = named(project, code);
  const beside = ts.isPropertyAccessExpression(node)
    ? memberBeside(project, node)
    : ts.isIdentifier(node)
      ? nameBeside(project, node, place)
      : undefined;
  if (!beside) return undefined;
  if (isText(beside.type)) return beside.text;
  return isText(beside.type, ts.TypeFlags.Null) ? `${beside.text} ?? undefined` : undefined;
}

interface Beside {
  readonly text: string;
  readonly type: ts.Type;
}

function memberBeside({ checker }: Project, access: ts.PropertyAccessExpression): Beside | undefined {
  const record = access.expression;
  const property = checker.getPropertyOfType(checker.getTypeAtLocation(record), issuerParameter);
  if (!property || !isRepeatable(record) || ts.isOptionalChain(access)) return undefined;
  return {
    text: `${record.getText()}.${issuerParameter}`,
    type: checker.getTypeOfSymbolAtLocation(property, access),
  };
}

function nameBeside(project: Project, code: ts.Identifier, place: ts.Node): Beside | undefined {
  const declaration = symbolOf(project, code)?.valueDeclaration;
  const element =
    declaration && (ts.isBindingElement(declaration) || ts.isParameter(declaration))
      ? declaration
      : undefined;
  const issuer = element && siblingsOf(element).find((each) => keyOf(each) === issuerParameter);
  if (!issuer || !ts.isIdentifier(issuer.name)) return undefined;
  const symbol = symbolOf(project, issuer.name);
  const local = issuer.name.text;
  const inScope = project.checker
    .getSymbolsInScope(place, ts.SymbolFlags.Variable)
    .find((candidate) => candidate.name === local);
  if (!symbol || inScope !== symbol) return undefined;
  return { text: local, type: project.checker.getTypeOfSymbolAtLocation(symbol, place) };
}

type Named = ts.BindingElement | ts.ParameterDeclaration;

function siblingsOf(element: Named): readonly Named[] {
  if (ts.isParameter(element)) return ts.isFunctionLike(element.parent) ? element.parent.parameters : [];
  return ts.isObjectBindingPattern(element.parent) ? element.parent.elements : [];
}

/** The member that a name is taken from; a parameter's own name. */
function keyOf(element: Named): string | undefined {
  if (element.dotDotDotToken) return undefined;
  const key = ts.isBindingElement(element) ? (element.propertyName ?? element.name) : element.name;
  return ts.isIdentifier(key) ? key.text : undefined;
}
