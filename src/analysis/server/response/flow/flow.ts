import { ts } from '../../../../compiler.cjs';
import { codeText, type FunctionLike, unwrap } from '../../../program/ast.ts';
import { bindingsOf } from '../../../program/bindings.ts';
import { functionsAt } from '../../../program/callees.ts';
import { declarationAt, type Key, keyOf, memberTaken } from '../../../program/declaration-at.ts';
import type { Project } from '../../../program/project.ts';
import { settle } from './fixpoint.ts';
import { createMembers } from './member-facts.ts';
import { putInto } from './store-roots.ts';
import { ofConcatenation, ofNew, ofTemplate } from './text-facts.ts';
import type { Build } from './url-build.ts';
import { direct, distinct, type Fact, has, inside } from './value-facts.ts';

/** The values that come from one provider's `authorize(client, params, res)`. */
export interface Flow {
  readonly project: Project;
  readonly authorize: FunctionLike;
  /** What is known of an expression, wherever in the program it stands. */
  facts(node: ts.Expression): readonly Fact[];
  /** Like `facts`, with the contents of object literals opened. */
  reach(node: ts.Expression): readonly Fact[];
  /** What a binding (parameter, pattern element, variable, field) holds. */
  factsOfDeclaration(declaration: ts.Node): readonly Fact[];
  /** What a function returns. */
  returned(target: FunctionLike): readonly Fact[];
}

const readers = new Set(['get', 'shift', 'pop', 'at', 'find', 'findLast']);
const transparentMethods = new Set(['toString', 'toJSON', 'valueOf', 'trim', 'then', 'catch', 'finally']);
const transparentCalls = new Set([
  'String',
  'Object.freeze',
  'structuredClone',
  'Promise.resolve',
  'encodeURI',
  'decodeURI',
]);

/** What the SDK hands to `authorize()`, in order. */
const handed = ['client', 'params', 'response'] as const;
/** Functions that only write a value down in another notation: decides which reason is given, never a fix. */
export const writers = /(^|\.)(encodeURIComponent|stringify|btoa|from|(escape|encode)\w*)$/i;

const flows = new WeakMap<Project, Map<FunctionLike, Flow>>();

export function createFlow(project: Project, authorize: FunctionLike): Flow {
  const ofProject = flows.get(project) ?? new Map<FunctionLike, Flow>();
  flows.set(project, ofProject);
  const found = ofProject.get(authorize) ?? follow(project, authorize);
  ofProject.set(authorize, found);
  return found;
}

function keys(): (node: ts.Node) => object {
  const known = new Map<ts.Node, object>();
  return (node) => {
    const key = known.get(node) ?? {};
    known.set(node, key);
    return key;
  };
}

function follow(project: Project, authorize: FunctionLike): Flow {
  const bindings = bindingsOf(project);
  const builds = new Map<ts.Node, Build>();

  const once = settle<object, Fact>(distinct);
  // One node may be asked as an expression, as a declaration (JavaScript: `this.x = 1`) and as a function.
  const [asDeclaration, asFunction] = [keys(), keys()];
  const facts = (node: ts.Expression): readonly Fact[] => {
    const plain = unwrap(node);
    return once(plain, () => evaluate(plain));
  };
  const all = (nodes: readonly ts.Expression[] | undefined): Fact[] =>
    (nodes ?? []).flatMap((node) => facts(node));
  const build = (node: ts.Expression, redirect: ts.Expression, form: Build['form']): Build => {
    const found = builds.get(node) ?? { node, redirect, form };
    builds.set(node, found);
    return found;
  };

  const { property, ofMember } = createMembers(facts, once);
  const texts = { project, facts, all, build };

  const evaluate = (node: ts.Expression): readonly Fact[] => {
    if (ts.isAwaitExpression(node) || ts.isSpreadElement(node)) return facts(node.expression);
    if (ts.isIdentifier(node)) {
      const declaration = declarationAt(project, node);
      return declaration ? factsOfDeclaration(declaration) : [];
    }
    if (ts.isPropertyAccessExpression(node)) return ofProperty(node);
    if (ts.isElementAccessExpression(node)) {
      if (ts.isStringLiteralLike(node.argumentExpression))
        return property(facts(node.expression), node.argumentExpression.text);
      if (has(facts(node.expression), 'uris')) return [direct('redirect')];
      return ofStore(node.expression);
    }
    if (ts.isConditionalExpression(node)) return [...facts(node.whenTrue), ...facts(node.whenFalse)];
    if (ts.isBinaryExpression(node)) return ofBinary(node);
    if (ts.isTemplateExpression(node)) return ofTemplate(texts, node);
    if (ts.isObjectLiteralExpression(node)) return [{ kind: 'record', literal: node, inside: false }];
    if (ts.isArrayLiteralExpression(node)) return inside(all(node.elements));
    if (ts.isNewExpression(node)) return ofNew(texts, node);
    if (ts.isCallExpression(node)) return ofCall(node);
    return [];
  };

  const ofProperty = (node: ts.PropertyAccessExpression): Fact[] => {
    const key = keyOf(project, node);
    return [
      ...property(facts(node.expression), node.name.text),
      ...(key && typeof key === 'string' ? ofKey(key) : ofField(node)),
    ];
  };
  const ofField = (node: ts.PropertyAccessExpression): readonly Fact[] => {
    const declaration = declarationAt(project, node);
    return declaration ? ofMemberDeclaration(declaration) : [];
  };
  /** What a member holds whoever owns it; what a literal gives it is known by the record. */
  const ofMemberDeclaration = (declaration: ts.Declaration): readonly Fact[] => {
    const given = ts.isPropertyAssignment(declaration) || ts.isShorthandPropertyAssignment(declaration);
    return given ? ofKey(declaration) : factsOfDeclaration(declaration);
  };
  const ofKey = (key: Key): Fact[] => all(bindings.assigned.get(key));

  const ofBinary = (node: ts.BinaryExpression): readonly Fact[] => {
    const kind = node.operatorToken.kind;
    if (kind === ts.SyntaxKind.EqualsToken || kind === ts.SyntaxKind.CommaToken) return facts(node.right);
    if (kind !== ts.SyntaxKind.PlusToken) {
      const picks = kind === ts.SyntaxKind.QuestionQuestionToken || kind === ts.SyntaxKind.BarBarToken;
      return picks || kind === ts.SyntaxKind.AmpersandAmpersandToken
        ? [...facts(node.left), ...facts(node.right)]
        : [];
    }
    return ofConcatenation(texts, node);
  };

  const ofCall = (node: ts.CallExpression): readonly Fact[] => {
    const callee = unwrap(node.expression);
    if (transparentCalls.has(codeText(callee))) return all(node.arguments.slice(0, 1));
    const targets = functionsAt(project, callee);
    if (targets.length > 0) return targets.flatMap(returned);
    if (ts.isPropertyAccessExpression(callee)) {
      if (transparentMethods.has(callee.name.text)) return facts(callee.expression);
      const fromStore = readers.has(callee.name.text) ? ofStore(callee.expression) : [];
      if (fromStore.length > 0) return fromStore;
      const base = facts(callee.expression);
      // `res.status(302)` is `res` again.
      if (has(base, 'response')) return [direct('response')];
      return [...inside(base), ...throughCall(callee, all(node.arguments))];
    }
    return throughCall(callee, all(node.arguments));
  };

  /** What an unknown function returns: a URL it was given may be in it, the request only if it merely writes it down. */
  const throughCall = (callee: ts.Expression, given: readonly Fact[]): Fact[] =>
    inside(writers.test(codeText(callee)) ? given : given.filter((fact) => fact.kind === 'build'));
  const ofStore = (store: ts.Expression): Fact[] => all(putInto(project, store));
  const returned = (target: FunctionLike): readonly Fact[] =>
    once(asFunction(target), () => all(bindings.returns.get(target)));

  const factsOfDeclaration = (declaration: ts.Node): readonly Fact[] =>
    once(asDeclaration(declaration), () => ofDeclaration(declaration));
  const ofDeclaration = (declaration: ts.Node): readonly Fact[] => {
    const later = ofKey(declaration);
    if (ts.isParameter(declaration)) return [...ofParameter(declaration), ...later];
    if (ts.isBindingElement(declaration)) {
      const whole = declaration.parent.parent;
      const base = factsOfDeclaration(whole);
      if (declaration.dotDotDotToken || !ts.isObjectBindingPattern(declaration.parent)) return base;
      const name = declaration.propertyName ?? declaration.name;
      if (!ts.isIdentifier(name) && !ts.isStringLiteral(name)) return [];
      const member = memberTaken(project, declaration);
      return [...property(base, name.text), ...(member ? ofMemberDeclaration(member) : []), ...later];
    }
    if (ts.isGetAccessor(declaration)) return all(bindings.returns.get(declaration));
    if (ts.isVariableDeclaration(declaration) || ts.isPropertyDeclaration(declaration)) {
      const start = declaration.initializer ? facts(declaration.initializer) : [];
      const grows = declaration.initializer && has(start, 'redirect') && bindings.appended.has(declaration);
      if (grows && declaration.initializer) {
        return [
          {
            kind: 'build',
            build: build(declaration.initializer, declaration.initializer, 'grown'),
            inside: false,
          },
        ];
      }
      return [...start, ...later];
    }
    return later;
  };
  const ofParameter = (declaration: ts.ParameterDeclaration): readonly Fact[] => {
    const owner = declaration.parent as FunctionLike;
    const index = owner.parameters.indexOf(declaration);
    if (owner === authorize) {
      const given = handed[index];
      return given ? [direct(given)] : [];
    }
    const start = declaration.initializer ? facts(declaration.initializer) : [];
    const calls = ts.isConstructorDeclaration(owner)
      ? bindings.constructions.get(owner)
      : bindings.calls.get(owner);
    return [...start, ...calls.flatMap((call) => all(call.arguments?.slice(index, index + 1)))];
  };

  const reach = (node: ts.Expression): readonly Fact[] => {
    const seen = new Set<ts.Node>();
    const open = (found: readonly Fact[]): Fact[] =>
      found.flatMap((fact) => {
        if (fact.kind !== 'record' || seen.has(fact.literal)) return [fact];
        seen.add(fact.literal);
        return [fact, ...inside(open(fact.literal.properties.flatMap(ofMember)))];
      });
    return distinct(open(facts(node)));
  };
  return { project, authorize, facts, reach, factsOfDeclaration, returned };
}
