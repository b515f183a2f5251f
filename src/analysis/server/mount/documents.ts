import { ts } from '../../../compiler.cjs';
import { issSupportedMetadata } from '../../../sdk/roles.ts';
import { descendants } from '../../program/ast.ts';
import { memberNamed } from '../../program/declaration-at.ts';
import { programFiles } from '../../program/program-files.ts';
import type { Project } from '../../program/project.ts';
import { isTestFile } from '../../program/test-files.ts';
import { isServed } from './served.ts';

/** Authorization server metadata (RFC 8414, section 2) that the project writes by hand. */
export interface MetadataDocument {
  readonly literal: ts.ObjectLiteralExpression;
  readonly issuer: ts.Expression;
  /** Whether code was found that sends it as an HTTP response. */
  readonly served: boolean;
  /** Whether it advertises `iss`; undefined when the code does not show it. */
  readonly advertises: boolean | undefined;
}

const known = new WeakMap<Project, readonly MetadataDocument[]>();

export function documentsOf(project: Project): readonly MetadataDocument[] {
  const found = known.get(project) ?? findDocuments(project);
  known.set(project, found);
  return found;
}

function findDocuments(project: Project): MetadataDocument[] {
  return programFiles(project)
    .filter((file) => file.text.includes('authorization_endpoint') && !isTestFile(file))
    .flatMap((file) => [...descendants(file)].filter(ts.isObjectLiteralExpression))
    .flatMap((literal): MetadataDocument[] => {
      const issuer = valueNamed(literal, 'issuer');
      if (!issuer || !memberNamed(literal, 'authorization_endpoint')) return [];
      return [{ literal, issuer, served: isServed(project, literal), advertises: advertisesIss(literal) }];
    });
}

function valueNamed(literal: ts.ObjectLiteralExpression, name: string): ts.Expression | undefined {
  const member = memberNamed(literal, name);
  if (member && ts.isPropertyAssignment(member)) return member.initializer;
  return member && ts.isShorthandPropertyAssignment(member) ? member.name : undefined;
}

function advertisesIss(literal: ts.ObjectLiteralExpression): boolean | undefined {
  const value = valueNamed(literal, issSupportedMetadata);
  if (value) return value.kind !== ts.SyntaxKind.FalseKeyword;
  return literal.properties.some(ts.isSpreadAssignment) ? undefined : false;
}
