import { ts } from '../../compiler.cjs';
export type Statements = ts.Block | ts.SourceFile | ts.CaseOrDefaultClause | ts.ModuleBlock;

/** The list of statements that holds `node`, and which of them does. */
export function blockOf(node: ts.Node): { block: Statements; index: number } | undefined {
  for (let current = node; current.parent; current = current.parent) {
    const parent = current.parent;
    if (
      ts.isBlock(parent) ||
      ts.isSourceFile(parent) ||
      ts.isCaseOrDefaultClause(parent) ||
      ts.isModuleBlock(parent)
    ) {
      const index = (parent.statements as ts.NodeArray<ts.Node>).indexOf(current);
      return index < 0 ? undefined : { block: parent, index };
    }
  }
  return undefined;
}

/** Which statement of `block` holds `node`; -1 when none does. */
export function indexIn(block: Statements, node: ts.Node): number {
  return block.statements.findIndex((statement) => statement.pos <= node.pos && node.end <= statement.end);
}
