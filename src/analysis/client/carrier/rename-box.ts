import { ts } from '../../../compiler.cjs';
import { references, wrapped } from '../../program/ast.ts';
import { isComponent } from '../../program/component-modules.ts';
import { isLocal } from '../../program/mentions.ts';
import type { Lift } from './lift.ts';

/** A box that is named after the code, and what sets it: `codeRef`, `setCode`. Whoever reads it would take it for the code. */
export function renameBoxes(lift: Lift): void {
  for (const call of lift.boxes.all.keys()) {
    const declaration = wrapped(call).parent;
    if (!ts.isVariableDeclaration(declaration) || isComponent(call.getSourceFile().fileName)) continue;
    const { name } = declaration;
    if (ts.isIdentifier(name)) renameBox(lift, declaration, name);
    else if (ts.isArrayBindingPattern(name))
      for (const each of name.elements.slice(1))
        if (ts.isBindingElement(each) && ts.isIdentifier(each.name)) renameBox(lift, each, each.name);
  }
}

function renameBox(lift: Lift, declaration: ts.NamedDeclaration, name: ts.Identifier): void {
  const symbol = lift.project.checker.getSymbolAtLocation(name);
  const wanted = newName(name.text);
  if (!symbol || !wanted || !isLocal(name) || lift.carriers.has(declaration)) return;
  const uses = references(lift.project.checker, symbol, name.getSourceFile());
  // The name is that of a member there, and stays.
  if (uses.some(({ parent }) => ts.isShorthandPropertyAssignment(parent))) return;
  const found = lift.names.ofBox(declaration, wanted);
  if (found) for (const each of new Set([name, ...uses])) lift.edits.replace(each, found);
}

/**
 * `callbackParamsRef` for `codeRef`, `CallbackParamsContext` for `CodeContext`, `setCallbackParams` for `setCode`; undefined for a
 * name that says something else.
 */
function newName(text: string): string | undefined {
  const found = /^(set)?(?:[aA]uth(?:orization)?_?)?[cC]ode(?![a-z])(.*)$/.exec(text);
  if (!found) return undefined;
  // A context and a component begin with a capital.
  const name = found[1] ? 'setCallbackParams' : /^[A-Z]/.test(text) ? 'CallbackParams' : 'callbackParams';
  return `${name}${found[2]}`;
}
