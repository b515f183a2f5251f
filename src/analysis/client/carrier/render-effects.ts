import { ts } from '../../../compiler.cjs';
import { enclosingFunction, isWithin, references, unwrap } from '../../program/ast.ts';
import { importedName } from '../../program/imported-name.ts';
import { nodesOf } from '../../program/node-index.ts';
import type { Project } from '../../program/project.ts';
import { declaredAs, symbolOf } from '../../program/sdk-symbols.ts';

const effects = ['useEffect', 'useInsertionEffect', 'useLayoutEffect'];

/**
 * Whether one more render of a component starts nothing: its state is not set while it renders, and no effect in the files of the
 * flow depends on what each render makes anew, or on nothing at all.
 */
export function rendersTheSame(project: Project, made: ts.Node, files: readonly ts.SourceFile[]): boolean {
  return !isSetInRender(project, made) && files.every((file) => effectsIn(project, file).every(isStable));

  function isStable(effect: ts.CallExpression): boolean {
    const [, given] = effect.arguments;
    const list = given && unwrap(given);
    return (
      list !== undefined &&
      ts.isArrayLiteralExpression(list) &&
      list.elements.every((each) => isKept(project, each, enclosingFunction(effect)))
    );
  }
}

function effectsIn(project: Project, file: ts.SourceFile): readonly ts.CallExpression[] {
  return nodesOf<ts.CallExpression>(file, ts.SyntaxKind.CallExpression).filter((call) => {
    const imported = importedName(project, call.expression);
    return imported?.module === 'react' && effects.includes(imported.name);
  });
}

/** `setCode(code)` in the body of the component: a render that follows from it would set it again. */
function isSetInRender(project: Project, made: ts.Node): boolean {
  const { parent } = made;
  const setter =
    ts.isVariableDeclaration(parent) && ts.isArrayBindingPattern(parent.name)
      ? parent.name.elements[1]
      : undefined;
  const component = enclosingFunction(made);
  if (!setter || !component || ts.isOmittedExpression(setter)) return false;
  const inRender = (name: ts.Node) => callersOf(project, name, component).includes(component);
  return callersOf(project, setter.name, component).some((inside) => {
    const name = inside && nameOf(inside);
    return inside === component || (name !== undefined && inRender(name));
  });
}

/** The functions of a component that call something by its name. */
function callersOf(project: Project, name: ts.Node, component: ts.Node) {
  const symbol = ts.isIdentifier(name) ? project.checker.getSymbolAtLocation(name) : undefined;
  const uses = symbol ? references(project.checker, symbol, component) : [];
  return uses
    .filter(({ parent }) => ts.isCallExpression(parent))
    .filter((use) => (use.parent as ts.CallExpression).expression === use)
    .map((use) => enclosingFunction(use));
}

/** The name by which a function inside of a component is called. */
function nameOf(fn: ts.SignatureDeclaration): ts.Node | undefined {
  const { parent } = fn;
  return ts.isVariableDeclaration(parent) ? parent.name : (fn as ts.FunctionDeclaration).name;
}

const primitive =
  ts.TypeFlags.StringLike |
  ts.TypeFlags.NumberLike |
  ts.TypeFlags.BooleanLike |
  ts.TypeFlags.Null |
  ts.TypeFlags.Undefined;

/** A dependency that the render itself does not make: a text, a prop, a name of the module, what a hook of a package keeps. */
function isKept(project: Project, dependency: ts.Expression, component: ts.Node | undefined): boolean {
  const type = project.checker.getTypeAtLocation(dependency);
  if ((type.isUnion() ? type.types : [type]).every(({ flags }) => (flags & primitive) !== 0)) return true;
  let root = unwrap(dependency);
  while (ts.isPropertyAccessExpression(root)) root = unwrap(root.expression);
  const declaration = symbolOf(project, root)?.valueDeclaration;
  if (!declaration || !component || !isWithin(declaration, component)) return declaration !== undefined;
  let owner: ts.Node = declaration;
  while (ts.isBindingElement(owner)) owner = owner.parent.parent;
  if (ts.isParameter(owner)) return owner.parent === component;
  const value = ts.isVariableDeclaration(owner) && owner.initializer ? unwrap(owner.initializer) : undefined;
  return value !== undefined && ts.isCallExpression(value) && isHookOfPackage(project, value);
}

/** `useSearchParams()` of a router, `useState()`: our declarations only hold hooks that keep what they give. */
function isHookOfPackage(project: Project, call: ts.CallExpression): boolean {
  const callee = unwrap(call.expression);
  const name = ts.isPropertyAccessExpression(callee) ? callee.name : callee;
  const imported = importedName(project, callee);
  return imported !== undefined && declaredAs(symbolOf(project, name)) !== undefined;
}
