import { ts } from '../../../compiler.cjs';
import { enclosingFunction, wrapped } from '../../program/ast.ts';

/** A place that sends a code of another callback on without `iss`. */
export interface RelayTo {
  /** For a message. */
  readonly place: string;
  /** Whether it is sent to the very route that reads it. */
  readonly isRoute: boolean;
}

/** A router may be mounted below a path. */
export const isSamePath = (sent: string | undefined, route: string): boolean =>
  sent !== undefined && route.length > 1 && (sent === route || sent.endsWith(route));

/** `/oauth/finish` of `app.get('/oauth/finish', handler)`. */
export function routeAround(node: ts.Node): string | undefined {
  for (let fn = enclosingFunction(node); fn; fn = enclosingFunction(fn)) {
    const call = wrapped(fn as ts.Expression).parent;
    const [path] = ts.isCallExpression(call) ? call.arguments : [];
    if (path && ts.isStringLiteralLike(path) && path.text.startsWith('/')) return path.text;
  }
  return undefined;
}
