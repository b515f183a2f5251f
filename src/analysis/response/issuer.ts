import { ts } from '../../compiler.cjs';
import type { Edit } from '../../model/edit.ts';
import type { RefusalCode } from '../../model/refusals.ts';
import { enclosingFunction, type FunctionLike, unwrap } from '../ast.ts';
import { bindingsOf, declarationAt } from './bindings.ts';
import { has } from './facts.ts';
import type { Flow } from './flow.ts';
import { passIssuer } from './parameter.ts';
import { carryInRecord } from './record.ts';

/** How the issuer is spelled at a place, and what must change so that it is there. */
export interface Issuer {
  readonly text: string;
  readonly edits: readonly Edit[];
}

export interface Refused {
  readonly refusal: RefusalCode;
  readonly detail?: string;
}

export const isRefused = (value: object): value is Refused => 'refusal' in value;

/** Where `redirect` (the client's redirect_uri) came from, `params.issuer` is too. */
export function issuerFor(flow: Flow, redirect: ts.Expression, place: ts.Node = redirect): Issuer | Refused {
  const plain = unwrap(redirect);
  const known = paramsInScope(flow, place);
  if (ts.isPropertyAccessExpression(plain))
    return issuerOf(flow, plain.expression, plain.questionDotToken !== undefined);
  if (!ts.isIdentifier(plain)) return { refusal: 'unclear-construction' };
  const declaration = declarationAt(flow.project, plain);
  if (!declaration || isReassigned(flow, declaration)) return { refusal: 'unclear-construction' };
  if (ts.isBindingElement(declaration)) return fromPattern(flow, declaration);
  if (known) return { text: `${known}.issuer`, edits: [] };
  if (ts.isVariableDeclaration(declaration) && declaration.initializer)
    return fromVariable(flow, declaration.initializer, plain);
  if (ts.isParameter(declaration)) return passIssuer(flow, declaration);
  return { refusal: 'unclear-construction' };
}

/** `X.redirectUri`: X is the params, or a record that was built from them. */
function issuerOf(flow: Flow, base: ts.Expression, optional: boolean): Issuer | Refused {
  const plain = unwrap(base);
  if (!isStable(plain))
    return {
      refusal: 'unclear-construction',
      detail: `\`${base.getText()}\` may give another value the second time.`,
    };
  const facts = flow.facts(plain);
  const text = `${base.getText()}${optional ? '?.' : '.'}issuer`;
  const literals = facts.flatMap((fact) => (fact.kind === 'record' && !fact.inside ? [fact.literal] : []));
  if (has(facts, 'params') && literals.length === 0) return { text, edits: [] };
  const carried = carryInRecord(flow, plain, literals);
  return isRefused(carried) ? carried : { text, edits: carried.edits };
}

/** An expression that gives the same object however often it is asked. */
function isStable(node: ts.Expression): boolean {
  const plain = unwrap(node);
  if (ts.isPropertyAccessExpression(plain)) return isStable(plain.expression);
  return ts.isIdentifier(plain) || plain.kind === ts.SyntaxKind.ThisKeyword;
}

function isReassigned(flow: Flow, declaration: ts.Node): boolean {
  return (bindingsOf(flow.project).assigned.get(declaration) ?? []).length > 0;
}

/** `const { redirectUri } = params` and `authorize(client, { redirectUri }, res)`: take `issuer` out with it. */
function fromPattern(flow: Flow, element: ts.BindingElement): Issuer | Refused {
  const pattern = element.parent;
  if (!ts.isObjectBindingPattern(pattern)) return { refusal: 'unclear-construction' };
  const present = pattern.elements.find((one) => (one.propertyName ?? one.name).getText() === 'issuer');
  if (present && ts.isIdentifier(present.name)) return { text: present.name.text, edits: [] };
  const rest = pattern.elements.find((one) => one.dotDotDotToken);
  const whole = pattern.parent;
  const facts = flow.factsOfDeclaration(whole);
  if (rest && ts.isIdentifier(rest.name) && has(facts, 'params'))
    return { text: `${rest.name.text}.issuer`, edits: [] };
  const carried = has(facts, 'params') ? { edits: [] } : fromRecordPattern(flow, whole, facts);
  if ('refusal' in carried) return carried;
  const local = freeName(flow, whole, ['issuer', 'authorizationIssuer', 'paramsIssuer']);
  if (!local) return { refusal: 'unclear-construction', detail: 'The name `issuer` is taken.' };
  const text = local === 'issuer' ? 'issuer' : `issuer: ${local}`;
  return { text: local, edits: [...carried.edits, insertElement(pattern, text)] };
}

function fromRecordPattern(
  flow: Flow,
  whole: ts.Node,
  facts: ReturnType<Flow['facts']>,
): { edits: readonly Edit[] } | Refused {
  const literals = facts.flatMap((fact) => (fact.kind === 'record' && !fact.inside ? [fact.literal] : []));
  const source = ts.isVariableDeclaration(whole) && whole.initializer ? unwrap(whole.initializer) : whole;
  return carryInRecord(flow, source, literals);
}

function insertElement(pattern: ts.ObjectBindingPattern, text: string): Edit {
  const file = pattern.getSourceFile();
  const last = [...pattern.elements].reverse().find((one) => !one.dotDotDotToken);
  const anchor = last ?? pattern.elements[0];
  if (!anchor)
    return { file: file.fileName, start: pattern.getStart() + 1, end: pattern.getStart() + 1, text };
  const line = (node: ts.Node) => file.getLineAndCharacterOfPosition(node.getStart()).line;
  const index = pattern.elements.indexOf(anchor);
  const before = index > 0 ? pattern.elements[index - 1] : undefined;
  const ownLine = before ? line(before) !== line(anchor) : line(pattern) !== line(anchor);
  const indent = ownLine ? /[ \t]*$/.exec(file.text.slice(0, anchor.getStart()))?.[0] : undefined;
  return {
    file: file.fileName,
    start: anchor.end,
    end: anchor.end,
    text: `,${indent === undefined ? ' ' : `\n${indent}`}${text}`,
  };
}

/** The first of `names` that nothing visible from the function uses. */
export function freeName(flow: Flow, place: ts.Node, names: readonly string[]): string | undefined {
  const owner = ts.isParameter(place) ? place.parent : (enclosingFunction(place) ?? place.getSourceFile());
  const text = owner.getText();
  return names.find(
    (name) =>
      !new RegExp(`(?<![\\w$.'"])${name}(?![\\w$'"]|\\s*:)`).test(text) && !resolves(flow, name, place),
  );
}

function resolves(flow: Flow, name: string, place: ts.Node): boolean {
  return flow.project.checker.resolveName(name, place, ts.SymbolFlags.Value, false) !== undefined;
}

/** `const redirectUri = params.redirectUri`: what the initializer reads must still mean the same here. */
function fromVariable(flow: Flow, initializer: ts.Expression, place: ts.Node): Issuer | Refused {
  const found = issuerFor(flow, initializer);
  if (isRefused(found)) return found;
  const root = rootOf(initializer);
  if (root.kind === ts.SyntaxKind.ThisKeyword) {
    return thisOwner(root) === thisOwner(place) ? found : { refusal: 'unclear-construction' };
  }
  const same =
    ts.isIdentifier(root) &&
    flow.project.checker.resolveName(root.text, place, ts.SymbolFlags.Value, false) ===
      flow.project.checker.getSymbolAtLocation(root);
  return same ? found : { refusal: 'unclear-construction' };
}

function rootOf(node: ts.Expression): ts.Expression {
  const plain = unwrap(node);
  return ts.isPropertyAccessExpression(plain) ? rootOf(plain.expression) : plain;
}

function thisOwner(node: ts.Node): FunctionLike | undefined {
  let owner = enclosingFunction(node);
  while (owner && ts.isArrowFunction(owner)) owner = enclosingFunction(owner);
  return owner;
}

/** A parameter of an enclosing function that is the whole params object. */
function paramsInScope(flow: Flow, place: ts.Node): string | undefined {
  for (let owner = enclosingFunction(place); owner; owner = enclosingFunction(owner)) {
    for (const parameter of owner.parameters) {
      if (!ts.isIdentifier(parameter.name)) continue;
      const facts = flow.factsOfDeclaration(parameter);
      if (facts.length === 1 && has(facts, 'params') && !parameter.questionToken) return parameter.name.text;
    }
  }
  return undefined;
}
