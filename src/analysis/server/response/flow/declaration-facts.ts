import { ts } from '../../../../compiler.cjs';
import { bindingKey, type FunctionLike } from '../../../program/ast.ts';
import { bindingsOf } from '../../../program/bindings.ts';
import { type Key, memberTaken } from '../../../program/declaration-at.ts';
import { addressFacts, cutFrom } from './address-part.ts';
import type { FactWalk } from './fact-walk.ts';
import { direct, type Fact, has } from './value-facts.ts';

/** What the SDK passes to `authorize()`, in order. */
const passed = ['client', 'params', 'response'] as const;

/** What a parameter, pattern element, variable or field carries. */
export function factsOfDeclaration(walk: FactWalk, declaration: ts.Node): readonly Fact[] {
  const later = assignedTo(walk, declaration);
  if (ts.isParameter(declaration)) return [...ofParameter(walk, declaration), ...later];
  if (ts.isBindingElement(declaration)) return ofElement(walk, declaration, later);
  if (ts.isGetAccessor(declaration)) return walk.all(bindingsOf(walk.project).returns.get(declaration));
  if (!ts.isVariableDeclaration(declaration) && !ts.isPropertyDeclaration(declaration)) return later;
  const { initializer } = declaration;
  if (!initializer) return later;
  const start = walk.facts(initializer);
  const grows = has(start, 'redirect') && bindingsOf(walk.project).appended.has(declaration);
  return grows
    ? [{ kind: 'build', build: walk.build(initializer, initializer, 'grown'), inside: false }]
    : [...start, ...later];
}

/** What is assigned to a declaration. */
export function assignedTo(walk: FactWalk, key: Key): Fact[] {
  return walk.all(bindingsOf(walk.project).assigned.get(key));
}

/** What is assigned to a member of any object. What an object literal puts there is known from the record instead. */
export function factsOfMemberDeclaration(walk: FactWalk, declaration: ts.Declaration): readonly Fact[] {
  return ts.isPropertyAssignment(declaration) || ts.isShorthandPropertyAssignment(declaration)
    ? assignedTo(walk, declaration)
    : walk.declared(declaration);
}

function ofElement(walk: FactWalk, element: ts.BindingElement, later: readonly Fact[]): readonly Fact[] {
  const base = walk.declared(element.parent.parent);
  if (!ts.isObjectBindingPattern(element.parent)) {
    const url = cutFrom(walk.project, element);
    // `let [url] = …; url += '?code=…'` is no address any more.
    const grows = bindingsOf(walk.project).appended.has(element);
    return url && !grows ? [...addressFacts(walk.facts(url)), ...later] : base;
  }
  if (element.dotDotDotToken) return takesIssuer(element.parent) ? withoutIssuer(base) : base;
  const name = element.propertyName ?? element.name;
  if (!ts.isIdentifier(name) && !ts.isStringLiteral(name)) return [];
  const member = memberTaken(walk.project, element);
  return [
    ...walk.property(base, name.text),
    ...(member ? factsOfMemberDeclaration(walk, member) : []),
    ...later,
  ];
}

/** `const { issuer, ...others } = params` */
function takesIssuer({ elements }: ts.ObjectBindingPattern): boolean {
  return elements.some((each) => !each.dotDotDotToken && bindingKey(each) === 'issuer');
}

const withoutIssuer = (facts: readonly Fact[]): readonly Fact[] =>
  facts.map((fact) => (fact.kind === 'params' ? { ...fact, kind: 'rest' } : fact));

function ofParameter(walk: FactWalk, parameter: ts.ParameterDeclaration): readonly Fact[] {
  const owner = parameter.parent as FunctionLike;
  const index = owner.parameters.indexOf(parameter);
  if (owner === walk.authorize) {
    const kind = passed[index];
    return kind ? [direct(kind)] : [];
  }
  const start = parameter.initializer ? walk.facts(parameter.initializer) : [];
  const { calls, constructions } = bindingsOf(walk.project);
  const all = ts.isConstructorDeclaration(owner) ? constructions.get(owner) : calls.get(owner);
  return [...start, ...all.flatMap((call) => walk.all(call.arguments?.slice(index, index + 1)))];
}
