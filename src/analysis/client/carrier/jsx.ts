import { ts } from '../../../compiler.cjs';
import { type AccessPath, argument, type PathStep, sameStep } from '../../program/access-path.ts';
import { propertyOfComponent } from '../../program/mentions.ts';
import type { Project } from '../../program/project.ts';
import { isBundledDeclaration } from '../../program/sdk-root.ts';
import { askAround } from './ask-around.ts';
import { isMember } from './families.ts';
import type { Lift } from './lift.ts';
import { memberPaths } from './type-paths.ts';

/** Forwards into `<Callback onCode={finish} />`: the component has it from now on, as a member of its properties. */
export function attributeTo(lift: Lift, attribute: ts.JsxAttribute, path: AccessPath): boolean {
  const declarations = propertyOfComponent(lift.project, attribute)?.declarations ?? [];
  if (declarations.length === 0) askAround(lift.project, attribute);
  if (declarations.some(isBundledDeclaration)) return providerTo(lift, attribute, path);
  if (!declarations.some((each) => isMember(each))) return false;
  lift.follow.field(declarations, path);
  return true;
}

/** A component where it is used: what it is given for a member of its properties. */
export function componentTo(
  lift: Lift,
  element: ts.JsxSelfClosingElement | ts.JsxOpeningElement,
  path: AccessPath,
): boolean {
  const [step, next, ...rest] = path;
  if (step?.kind !== 'argument' || step.index !== 0 || !next) return false;
  lift.callers.add(element);
  return element.attributes.properties.every((each) => {
    if (ts.isJsxSpreadAttribute(each)) {
      lift.follow.expression(each.expression, [next, ...rest]);
      return true;
    }
    return pathsIn(lift.project, each, next).every((inner) => {
      const given = each.initializer;
      if (!given || !ts.isJsxExpression(given) || !given.expression) return false;
      lift.follow.expression(given.expression, [...inner, ...rest]);
      return true;
    });
  });
}

/** The paths from an attribute to the code, by the step that leads there from the properties of its component. */
function pathsIn(project: Project, attribute: ts.JsxAttribute, step: PathStep): readonly AccessPath[] {
  if (step.kind === 'member') return attribute.name.getText() === step.name ? [[]] : [];
  const property = propertyOfComponent(project, attribute);
  return (property ? memberPaths(project, property) : []).flatMap(([each, paths]) =>
    sameStep(each, step) ? paths : [],
  );
}

/** `<CodeContext.Provider value={code}>` of React: the context has it from now on, and gives it to `useContext`. */
function providerTo(lift: Lift, attribute: ts.JsxAttribute, path: AccessPath): boolean {
  const property = propertyOfComponent(lift.project, attribute);
  const [found, ...others] = property ? memberPaths(lift.project, property) : [];
  const { tagName } = attribute.parent.parent;
  if (!found || others.length > 0 || !ts.isPropertyAccessExpression(tagName)) return false;
  lift.follow.expression(tagName, [argument(0), found[0], ...path]);
  return true;
}

const comparing = [
  'useCallback',
  'useEffect',
  'useImperativeHandle',
  'useInsertionEffect',
  'useLayoutEffect',
  'useMemo',
];

/** True for the list of `useEffect(() => …, [onCode])` of React, which only compares what is in it. */
export function isDependencyList(project: Project, list: ts.ArrayLiteralExpression): boolean {
  const call = list.parent;
  if (!ts.isCallExpression(call) || call.arguments.at(-1) !== list || call.arguments.length < 2) return false;
  return comparing.includes(reactFunction(project, call) ?? '');
}

/** The function that `useCallback(finish, [])` of React gives back. */
export function keptCallback(
  project: Project,
  call: ts.CallExpression | ts.NewExpression,
): ts.Expression | undefined {
  return reactFunction(project, call) === 'useCallback' ? call.arguments?.[0] : undefined;
}

/** The function of React that is called, by its import. */
function reactFunction(
  { checker }: Project,
  { expression }: ts.CallExpression | ts.NewExpression,
): string | undefined {
  const isMember = ts.isPropertyAccessExpression(expression);
  const name = isMember ? expression.expression : expression;
  const declaration = checker.getSymbolAtLocation(name)?.declarations?.[0];
  const from = declaration && ts.findAncestor(declaration, ts.isImportDeclaration)?.moduleSpecifier;
  if (!declaration || !from || !ts.isStringLiteral(from) || from.text !== 'react') return undefined;
  if (isMember) return expression.name.text;
  return ts.isImportSpecifier(declaration) ? (declaration.propertyName ?? declaration.name).text : undefined;
}
