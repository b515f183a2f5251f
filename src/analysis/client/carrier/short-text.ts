import type { ts } from '../../../compiler.cjs';

/** Source text for a message, on one line and not too long. */
export function shortText(node: ts.Node): string {
  const text = node.getText().replace(/\s+/g, ' ');
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
