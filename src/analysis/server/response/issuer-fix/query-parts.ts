import { ts } from '../../../../compiler.cjs';
import { type FunctionLike, unwrap } from '../../../program/ast.ts';
import { bindingsOf } from '../../../program/bindings.ts';
import { declarationAt } from '../../../program/declaration-at.ts';
import type { Project } from '../../../program/project.ts';
import { isBundledDeclaration } from '../../../program/sdk-root.ts';
import { isParameterValue, mentionsIss } from '../exits/iss-mention.ts';
import type { Flow } from '../flow/flow.ts';

const maxDepth = 8;

/**
 * Does every part of a text that is a URL show its parameters, and none of them `iss`?
 * Asked before `iss` is appended to the text: a part from elsewhere may have it, and then it would be there twice.
 *
 * @returns the part that does not show it; undefined when all do
 */
export function unclearPart(flow: Flow, texts: readonly ts.Expression[]): ts.Node | undefined {
  for (const text of texts) {
    const found = new Parts(flow).unclear(text, 0);
    if (found) return found;
  }
  return undefined;
}

/** `error=access_denied&…`: the text of a parameter in every call, or of a constant. Another one is appended with `&`. */
export function beginsWithParameter(flow: Flow, part: ts.Expression): boolean {
  return new Parts(flow).begins(part, 0);
}

class Parts {
  private readonly flow: Flow;

  constructor(flow: Flow) {
    this.flow = flow;
  }

  unclear(part: ts.Expression, depth: number): ts.Node | undefined {
    const plain = unwrap(part);
    if (isParameterValue(part) || this.isAddress(plain)) return undefined;
    if (depth > maxDepth || mentionsIss(this.flow.project, plain)) return plain;
    const all = (parts: readonly ts.Expression[]): ts.Node | undefined => {
      for (const each of parts) {
        const found = this.unclear(each, depth + 1);
        if (found) return found;
      }
      return undefined;
    };
    if (ts.isLiteralExpression(plain)) return undefined;
    if (ts.isTemplateExpression(plain)) return all(plain.templateSpans.map(({ expression }) => expression));
    if (ts.isConditionalExpression(plain)) return all([plain.whenTrue, plain.whenFalse]);
    if (ts.isBinaryExpression(plain)) return all([plain.left, plain.right]);
    if (ts.isObjectLiteralExpression(plain)) return all(plain.properties.flatMap(spreads));
    if (ts.isArrayLiteralExpression(plain))
      return all(plain.elements.flatMap((each) => (ts.isArrayLiteralExpression(each) ? [] : [each])));
    if (ts.isNewExpression(plain)) return all(plain.arguments ?? []);
    if (ts.isCallExpression(plain)) return all([...ofCallee(this.flow.project, plain), ...plain.arguments]);
    if (ts.isSpreadElement(plain)) return all([plain.expression]);
    if (!ts.isIdentifier(plain)) return plain;
    const values = this.valuesOf(plain);
    return values ? all(values) : plain;
  }

  begins(part: ts.Expression, depth: number): boolean {
    const plain = unwrap(part);
    if (depth > maxDepth) return false;
    if (ts.isStringLiteralLike(plain)) return /^&?[\w.-]+=/.test(plain.text);
    if (ts.isTemplateExpression(plain)) return /^&?[\w.-]+=/.test(plain.head.text);
    if (ts.isBinaryExpression(plain))
      return plain.operatorToken.kind === ts.SyntaxKind.PlusToken && this.begins(plain.left, depth + 1);
    const values = ts.isIdentifier(plain) ? this.valuesOf(plain) : undefined;
    return (values?.length ?? 0) > 0 && (values ?? []).every((value) => this.begins(value, depth + 1));
  }

  /** The redirect_uri itself: its own query is the client's. */
  private isAddress(part: ts.Expression): boolean {
    if (ts.isPropertyAccessExpression(part) && /^search(Params)?$/.test(part.name.text))
      return this.flow.facts(part.expression).some(({ kind, inside }) => kind === 'build' && !inside);
    return this.flow.facts(part).some(({ kind, inside }) => kind === 'redirect' && !inside);
  }

  /** What a variable, or a parameter in every call, is; undefined when the program does not show it. */
  private valuesOf(name: ts.Identifier): readonly ts.Expression[] | undefined {
    const declaration = declarationAt(this.flow.project, name);
    if (!declaration) return undefined;
    const { assigned, calls } = bindingsOf(this.flow.project);
    const later = assigned.get(declaration);
    if (ts.isVariableDeclaration(declaration))
      return declaration.initializer ? [declaration.initializer, ...later] : later;
    if (!ts.isParameter(declaration)) return undefined;
    const owner = declaration.parent as FunctionLike;
    const given = calls.get(owner).map((call) => call.arguments[owner.parameters.indexOf(declaration)]);
    return given.length > 0 && given.every((each) => each !== undefined)
      ? [...(given as ts.Expression[]), ...later]
      : undefined;
  }
}

function spreads(member: ts.ObjectLiteralElementLike): ts.Expression[] {
  return ts.isSpreadAssignment(member) ? [member.expression] : [];
}

/** `query.toString()` is about `query`; `querystring.stringify(…)` and `Object.entries(…)` are about their arguments. */
function ofCallee(project: Project, { expression }: ts.CallExpression): ts.Expression[] {
  const callee = unwrap(expression);
  if (!ts.isPropertyAccessExpression(callee)) return [];
  const object = unwrap(callee.expression);
  const declarations = ts.isIdentifier(object)
    ? (project.checker.getSymbolAtLocation(object)?.declarations ?? [])
    : [];
  const isModule =
    declarations.length > 0 &&
    declarations.every(
      (one) => isBundledDeclaration(one) || ts.isImportClause(one) || ts.isNamespaceImport(one),
    );
  return isModule ? [] : [callee.expression];
}
