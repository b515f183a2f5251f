import { ts } from '../../../compiler.cjs';
import type { Project } from '../../program/project.ts';
import { declaredTypes } from '../../program/sdk-symbols.ts';
import type { QueryRead } from './query-read.ts';

const frameworks = ['express', 'fastify', 'h3', 'hono', 'koa'] as const;

/** The framework whose request a query belongs to, where an application can change how that is made. */
export function frameworkOf(
  project: Project,
  { params, root }: QueryRead,
): (typeof frameworks)[number] | undefined {
  // The table of sources writes `originalUrl` for Express alone.
  if (/\boriginalUrl\b/.test(params)) return 'express';
  const areas = [root, patternOf(project, root)].flatMap((node) =>
    node ? declaredTypes(project, project.checker.getTypeAtLocation(node)).map(({ area }) => area) : [],
  );
  return frameworks.find((each) => areas.includes(`platform/${each}`));
}

/** `({ query }, res) => …`: the pattern that takes the request apart. */
function patternOf({ checker }: Project, root: ts.Expression): ts.Node | undefined {
  const declaration = ts.isIdentifier(root) ? checker.getSymbolAtLocation(root)?.valueDeclaration : undefined;
  return declaration && ts.isBindingElement(declaration) ? declaration.parent : undefined;
}
