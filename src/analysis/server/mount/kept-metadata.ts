import { ts } from '../../../compiler.cjs';
import { descendants, wrapped } from '../../program/ast.ts';
import { isConst } from '../../program/constants.ts';
import { thisContainer } from '../../program/declaration-at.ts';

/**
 * Where is metadata kept, so that another place can read the issuer from it?
 * Asked about the call that makes it, and about documents written by hand.
 * Gives the constant, or the field that the constructor sets before anything else of the class can run; also where the
 * metadata is spread into a larger document.
 */
export function keptMetadata(made: ts.Expression): ts.Identifier | ts.PropertyAccessExpression | undefined {
  const { parent } = wrapped(made);
  // Whether the larger document has another issuer is found with the source.
  return placeOf(ts.isSpreadAssignment(parent) ? parent.parent : made);
}

function placeOf(value: ts.Expression): ts.Identifier | ts.PropertyAccessExpression | undefined {
  const { parent } = wrapped(value);
  if (ts.isVariableDeclaration(parent))
    return ts.isIdentifier(parent.name) && isConst(parent) ? parent.name : undefined;
  const isSet = ts.isBinaryExpression(parent) && parent.operatorToken.kind === ts.SyntaxKind.EqualsToken;
  const field = isSet ? parent.left : undefined;
  return field && ts.isPropertyAccessExpression(field) && isFirst(field, parent) ? field : undefined;
}

/** `this.metadata = …` in a constructor, before it runs anything that has `this`. */
function isFirst({ expression }: ts.PropertyAccessExpression, assignment: ts.Node): boolean {
  const owner = thisContainer(assignment);
  const statement = assignment.parent;
  const setup = statement.parent.parent;
  if (expression.kind !== ts.SyntaxKind.ThisKeyword || !owner || !ts.isClassLike(owner)) return false;
  if (!ts.isExpressionStatement(statement) || !setup || !ts.isConstructorDeclaration(setup)) return false;
  // The constructor of a base class may call what this class overrides.
  if (owner.heritageClauses?.some(({ token }) => token === ts.SyntaxKind.ExtendsKeyword)) return false;
  const before: readonly ts.Node[] = [
    ...owner.members.filter(ts.isPropertyDeclaration),
    ...(setup.body?.statements ?? []).filter(({ end }) => end <= statement.pos),
    assignment,
  ];
  return before.flatMap((each) => [...descendants(each)]).every((node) => !handsThisOn(node));
}

/** `this.mount()`, `setUp(this)`, `() => this.…`: anything but setting and reading fields. */
function handsThisOn(node: ts.Node): boolean {
  if (node.kind !== ts.SyntaxKind.ThisKeyword) return false;
  const { parent } = node;
  if (!ts.isPropertyAccessExpression(parent)) return true;
  return ts.isCallExpression(parent.parent) && parent.parent.expression === parent;
}
