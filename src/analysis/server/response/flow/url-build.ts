import { ts } from '../../../../compiler.cjs';

/** A place that builds a URL from the client's redirect_uri: `iss` is appended here, not where the URL is sent. */
export interface Build {
  readonly node: ts.Expression;
  /** The part of the expression that is the redirect_uri. */
  readonly redirect: ts.Expression;
  /**
   * `object`: `new URL(x)`; `text`: a template or concatenation that starts with it; `embedded`: one within a longer
   * template; `grown`: a variable that `+=` appends to.
   */
  readonly form: 'object' | 'text' | 'embedded' | 'grown';
}

/** Operands of `a + b + c`, left to right. */
export function operands(node: ts.Expression): ts.Expression[] {
  return ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken
    ? [...operands(node.left), node.right]
    : [node];
}
