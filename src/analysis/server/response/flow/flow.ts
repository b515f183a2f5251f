import type { ts } from 'ts-morph';
import { type FunctionLike, unwrap } from '../../../program/ast.ts';
import { bindingsOf } from '../../../program/bindings.ts';
import type { Project } from '../../../program/project.ts';
import { factsOfDeclaration } from './declaration-facts.ts';
import { factsOfExpression } from './expression-facts.ts';
import type { FactWalk } from './fact-walk.ts';
import { fixpoint } from './fixpoint.ts';
import { createMembers, factsOfMember } from './member-facts.ts';
import { fitting } from './own-json.ts';
import type { Build } from './url-build.ts';
import { distinct, type Fact, inside } from './value-facts.ts';

/**
 * Which values of the program come from one provider's `authorize(client, params, res)`?
 * Asked by the search for exits, by the issuer fix, and by the search for more files.
 * Gives what is known about an expression or a declaration anywhere in the program.
 */
export interface Flow {
  readonly project: Project;
  readonly authorize: FunctionLike;
  /** What is known about an expression, wherever in the program it stands. */
  facts(node: ts.Expression): readonly Fact[];
  /** Like `facts`, with the contents of object literals opened. */
  reach(node: ts.Expression): readonly Fact[];
  /** What a binding (parameter, pattern element, variable, field) carries. */
  factsOfDeclaration(declaration: ts.Node): readonly Fact[];
  /** What a function returns. */
  returned(target: FunctionLike): readonly Fact[];
}

const flows = new WeakMap<Project, Map<FunctionLike, Flow>>();

export function createFlow(project: Project, authorize: FunctionLike): Flow {
  const ofProject = flows.get(project) ?? new Map<FunctionLike, Flow>();
  flows.set(project, ofProject);
  const found = ofProject.get(authorize) ?? follow(project, authorize);
  ofProject.set(authorize, found);
  return found;
}

function follow(project: Project, authorize: FunctionLike): Flow {
  const once = fixpoint<object, Fact>(distinct);
  // One node may be asked as an expression, as a declaration (JavaScript: `this.x = 1`) and as a function.
  const [asDeclaration, asFunction] = [keys(), keys()];
  const builds = new Map<ts.Node, Build>();
  const facts = (node: ts.Expression): readonly Fact[] => {
    const plain = unwrap(node);
    return once(plain, () => fitting(project, plain, factsOfExpression(walk, plain)));
  };
  const walk: FactWalk = {
    project,
    authorize,
    facts,
    all: (nodes) => (nodes ?? []).flatMap(facts),
    declared: (declaration) => once(asDeclaration(declaration), () => factsOfDeclaration(walk, declaration)),
    returned: (target) => once(asFunction(target), () => walk.all(bindingsOf(project).returns.get(target))),
    property: createMembers(facts, once),
    build: (node, redirect, form) => {
      const found = builds.get(node) ?? { node, redirect, form };
      builds.set(node, found);
      return found;
    },
  };
  const { declared, returned } = walk;
  return { project, authorize, facts, reach: opened(facts), factsOfDeclaration: declared, returned };
}

/** A key of its own for each node. */
function keys(): (node: ts.Node) => object {
  const known = new Map<ts.Node, object>();
  return (node) => {
    const key = known.get(node) ?? {};
    known.set(node, key);
    return key;
  };
}

/** The facts of a value and of everything that its object literals contain. */
function opened(facts: Flow['facts']): Flow['reach'] {
  return (node) => {
    const seen = new Set<ts.Node>();
    const open = (found: readonly Fact[]): Fact[] =>
      found.flatMap((fact) => {
        if (fact.kind !== 'record' || seen.has(fact.literal)) return [fact];
        seen.add(fact.literal);
        const members = fact.literal.properties.flatMap((member) => factsOfMember(facts, member));
        return [fact, ...inside(open(members))];
      });
    return distinct(open(facts(node)));
  };
}
