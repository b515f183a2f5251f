import { ts } from '../../../compiler.cjs';
import { open, type Proof, proved, refuted, worst } from '../../../model/proof.ts';
import { stepUpLimit } from '../../../sdk/roles.ts';
import { enclosingFunction, unwrap } from '../../program/ast.ts';
import type { Project } from '../../program/project.ts';
import { type Carried, followOptions } from './option-carriers.ts';
import { isAbsentOrSame } from './same-limit.ts';
import type { Limit } from './zero-retries.ts';

/**
 * Every transport that gets the options keeps the limit of 0: nothing overrides it on the way. The mode that replaces the limit
 * would not be overridden with it, so such a transport would throw where it stepped up.
 */
export function optionsOwned(project: Project, limit: Limit): Proof {
  const literal = limit.literals[0];
  if (!literal) return limit.target ? ofTarget(project, limit.target) : proved;
  return worst(followOptions(project, literal, limit.node).map((carried) => ofCarrier(project, carried)));
}

function ofCarrier(project: Project, carried: Carried): Proof {
  switch (carried.kind) {
    case 'literal':
      return worst(carried.after.map((member) => ofMember(project, member)));
    case 'merged':
      return worst(carried.after.map((source) => ofSource(project, source)));
    case 'written':
      return isAbsentOrSame(project, carried.value) ? proved : overridden(carried.value);
    case 'passed':
      return open('step-up-shared', `It depends on \`${firstLine(carried.node)}\`.`);
  }
}

function ofMember(project: Project, member: ts.ObjectLiteralElementLike): Proof {
  if (ts.isSpreadAssignment(member)) return ofSource(project, member.expression);
  if (member.name?.getText().replace(/[[\]'"`]/g, '') !== stepUpLimit) return proved;
  const value = ts.isPropertyAssignment(member) ? member.initializer : undefined;
  return value && isAbsentOrSame(project, value) ? proved : overridden(member);
}

/** `...given`, where `given` may have a limit of its own. */
function ofSource(project: Project, source: ts.Expression): Proof {
  const node = unwrap(source);
  if (ts.isObjectLiteralExpression(node))
    return worst(node.properties.map((each) => ofMember(project, each)));
  const type = project.checker.getTypeAtLocation(node);
  const may = (type.isUnion() ? type.types : [type]).some(
    (part) => Boolean(part.flags & ts.TypeFlags.Any) || part.getProperty(stepUpLimit) !== undefined,
  );
  return may ? overridden(source) : proved;
}

/** `options.maxStepUpRetries = 0`, where the options are a parameter: somebody else has them, too. */
function ofTarget(project: Project, target: ts.Expression): Proof {
  const name = unwrap(target);
  const declaration = ts.isIdentifier(name)
    ? project.checker.getSymbolAtLocation(name)?.valueDeclaration
    : undefined;
  const isShared = declaration !== undefined && ts.isParameter(declaration) && enclosingFunction(declaration);
  return isShared ? open('step-up-shared', `It depends on who else has \`${name.getText()}\`.`) : proved;
}

const overridden = (node: ts.Node): Proof =>
  refuted('step-up-default', `\`${firstLine(node)}\` may set another number.`);

const firstLine = (node: ts.Node): string => node.getText().split('\n')[0]!;
