import { ts } from '../../compiler.cjs';
import type { Edit } from '../../model/edit.ts';
import { indentationAt } from '../ast.ts';
import { bindingsOf, memberNamed } from './bindings.ts';
import type { Flow } from './flow.ts';
import { afterComment } from './insert.ts';
import { isRefused, issuerFor, type Refused } from './issuer.ts';
import { leavesMemory } from './store.ts';

/**
 * A record that keeps the request by field (`{ redirectUri: params.redirectUri, state: params.state }`) and lives in
 * memory gains one: `issuer: params.issuer`, in the object and in its type.
 */
export function carryInRecord(
  flow: Flow,
  reader: ts.Node,
  literals: readonly ts.ObjectLiteralExpression[],
): { edits: readonly Edit[] } | Refused {
  const file = reader.getSourceFile();
  if (literals.length === 0) return { refusal: 'unclear-construction' };
  const edits: Edit[] = [];
  for (const literal of literals) {
    if (literal.getSourceFile() !== file) return { refusal: 'needs-other-file' };
    if (storedOutside(flow, literal)) return { refusal: 'persisted-request' };
    const filled = fill(flow, literal);
    if ('refusal' in filled) return filled;
    edits.push(...filled.edits);
    const typed = extendType(flow, literal);
    if ('refusal' in typed) return typed;
    edits.push(...typed.edits);
  }
  const declared = ts.isExpression(reader)
    ? extend(flow, flow.project.checker.getTypeAtLocation(reader), file)
    : { edits: [] };
  return 'refusal' in declared ? declared : { edits: [...edits, ...declared.edits] };
}

function fill(flow: Flow, literal: ts.ObjectLiteralExpression): { edits: readonly Edit[] } | Refused {
  if (memberNamed(literal, 'issuer')) return { edits: [] };
  const spread = literal.properties.find(
    (member) =>
      ts.isSpreadAssignment(member) &&
      flow.facts(member.expression).some((fact) => fact.kind === 'params' && !fact.inside),
  );
  if (spread) return { edits: [] };
  const member =
    memberNamed(literal, 'redirectUri') ?? literal.properties.find((one) => holdsRedirect(flow, one));
  const value =
    member &&
    (ts.isPropertyAssignment(member)
      ? member.initializer
      : ts.isShorthandPropertyAssignment(member)
        ? member.name
        : undefined);
  if (!member || !value) return { refusal: 'unclear-construction' };
  const issuer = issuerFor(flow, value);
  if (isRefused(issuer)) return issuer;
  return {
    edits: [
      ...issuer.edits,
      afterMember(member, `issuer${issuer.text === 'issuer' ? '' : `: ${issuer.text}`}`),
    ],
  };
}

function holdsRedirect(flow: Flow, member: ts.ObjectLiteralElementLike): boolean {
  const value = ts.isPropertyAssignment(member)
    ? member.initializer
    : ts.isShorthandPropertyAssignment(member)
      ? member.name
      : undefined;
  return value !== undefined && flow.facts(value).some((fact) => fact.kind === 'redirect' && !fact.inside);
}

/** On a line of its own where the neighbour has one. */
function afterMember(member: ts.Node, text: string): Edit {
  const file = member.getSourceFile();
  const start = member.getStart();
  const ownLine = /\n[ \t]*$/.test(file.text.slice(0, start));
  const comma = /^\s*,/.exec(file.text.slice(member.end));
  const lead = ownLine ? `\n${indentationAt(file, start)}` : ' ';
  if (!comma) return { file: file.fileName, start: member.end, end: member.end, text: `,${lead}${text}` };
  const end = ownLine ? afterComment(file, member.end + comma[0].length) : member.end + comma[0].length;
  return { file: file.fileName, start: end, end, text: `${lead}${text},` };
}

function storedOutside(flow: Flow, literal: ts.ObjectLiteralExpression): boolean {
  return bindingsOf(flow.project)
    .stored.values()
    .filter((value) => flow.facts(value).some((fact) => fact.kind === 'record' && fact.literal === literal))
    .some((value) => {
      const call = value.parent;
      const store =
        ts.isCallExpression(call) && ts.isPropertyAccessExpression(call.expression)
          ? call.expression.expression
          : undefined;
      return store !== undefined && leavesMemory(flow.project, store);
    });
}

function extendType(flow: Flow, literal: ts.ObjectLiteralExpression): { edits: readonly Edit[] } | Refused {
  const type = flow.project.checker.getContextualType(literal);
  return type ? extend(flow, type, literal.getSourceFile()) : { edits: [] };
}

/** Adds the member to the interface or type literal of this file that describes the record. */
function extend(flow: Flow, type: ts.Type, file: ts.SourceFile): { edits: readonly Edit[] } | Refused {
  const plain = flow.project.checker.getNonNullableType(type);
  if (plain.flags & ts.TypeFlags.Any || plain.flags & ts.TypeFlags.Unknown || plain.getProperty('issuer'))
    return { edits: [] };
  const declarations = (plain.aliasSymbol ?? plain.symbol)?.declarations ?? [];
  if (plain.symbol?.declarations?.some(ts.isObjectLiteralExpression)) return { edits: [] };
  for (const declaration of declarations) {
    const shape = ts.isTypeAliasDeclaration(declaration) ? declaration.type : declaration;
    if (!ts.isInterfaceDeclaration(shape) && !ts.isTypeLiteralNode(shape)) continue;
    if (shape.getSourceFile() !== file) return { refusal: 'needs-other-file' };
    const near =
      shape.members.find((member) => member.name?.getText() === 'redirectUri') ??
      shape.members[shape.members.length - 1];
    if (!near) continue;
    return { edits: [signature(near)] };
  }
  return { refusal: 'stored-by-field', detail: 'The type of the record is not declared in this file.' };
}

function signature(near: ts.TypeElement): Edit {
  const file = near.getSourceFile();
  const text = near.getText();
  const separator = /[;,]$/.exec(text)?.[0] ?? '';
  const ownLine = /\n[ \t]*$/.test(file.text.slice(0, near.getStart()));
  const lead = ownLine ? `\n${indentationAt(file, near.getStart())}` : separator ? ' ' : '; ';
  const end = ownLine ? afterComment(file, near.end) : near.end;
  return {
    file: file.fileName,
    start: end,
    end,
    text: `${lead}issuer?: string | undefined${separator}`,
  };
}
