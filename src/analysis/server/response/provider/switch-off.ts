import { ts } from '../../../../compiler.cjs';
import type { Edit } from '../../../../model/edit.ts';
import { indentationAt, indentUnit } from '../../../program/ast.ts';
import { inFunction } from './flag-in-function.ts';
import { flagMember, flagName, isConstructorFunction, type ProviderNode } from './provider-node.ts';

/** The comment that the fix writes above the flag. */
const why = {
  'upstream-answers':
    '// The upstream server answers the client itself, so the answer carries no iss of ours (RFC 9207).',
  'browser-round-trip':
    '// The request travels through the browser, so the answer carries no iss (RFC 9207). Gives up the mix-up defence.',
  'persisted-request':
    '// The request may be kept outside of this program, so the answer carries no iss (RFC 9207). Gives up the mix-up defence.',
  'response-elsewhere':
    '// Other code sends the answer, without iss (RFC 9207). Gives up the mix-up defence.',
  'own-authorize': '// The application answers itself, without iss (RFC 9207). Gives up the mix-up defence.',
  'decided-by-configuration':
    '// Configuration decides who answers, so iss is not always there (RFC 9207). Gives up the mix-up defence.',
  'unclear-construction': '// The answer is built without iss (RFC 9207). Gives up the mix-up defence.',
  'exported-helper':
    '// Code with other callers builds the answer, without iss (RFC 9207). Gives up the mix-up defence.',
  'needs-other-file': '// A package builds the answer, without iss (RFC 9207). Gives up the mix-up defence.',
  'stored-by-field':
    '// The stored request has no issuer, so the answer carries no iss (RFC 9207). Gives up the mix-up defence.',
  'issuer-dropped':
    '// The request is passed on without its issuer, so there is no iss (RFC 9207). Gives up the mix-up defence.',
} as const;

/** The reasons for which setting the flag is the fix to suggest. */
export type FixedByFlag = keyof typeof why;

export function isFixedByFlag(code: string | undefined): code is FixedByFlag {
  return code !== undefined && code in why;
}

/** Sets the flag to `false`: a field of the class, a property of the object. */
export function switchOff(node: ProviderNode, reason: FixedByFlag): Edit {
  const file = node.getSourceFile();
  const present = flagMember(node);
  const value =
    present && (ts.isPropertyDeclaration(present) || ts.isPropertyAssignment(present))
      ? present.initializer
      : undefined;
  if (value) return { file: file.fileName, start: value.getStart(), end: value.end, text: 'false' };
  if (isConstructorFunction(node)) return inFunction(node, flagName, 'false', [why[reason]]);
  const members: readonly ts.Node[] = ts.isClassLike(node) ? node.members : node.properties;
  const first = members[0];
  const brace = ts.isClassLike(node) ? node.members.pos : node.properties.pos;
  const indent = first
    ? indentationAt(file, first.getStart())
    : indentationAt(file, node.getStart()) + indentUnit(file);
  const semicolon = /;\s*$/m.test(file.text) ? ';' : '';
  const member = ts.isClassLike(node) ? `${flagName} = false${semicolon}` : `${flagName}: false,`;
  const close = ts.isClassLike(node) ? '\n' : '';
  return {
    file: file.fileName,
    start: brace,
    end: brace,
    text: `\n${indent}${why[reason]}\n${indent}${member}${first ? close : '\n'}`,
  };
}
