import { ts } from '../../../compiler.cjs';
import type { Edit } from '../../../model/edit.ts';
import { indentationAt, isFunctionLike } from '../../program/ast.ts';
import { insertionStart } from '../../program/directives.ts';
import { returnedBy } from './given-back.ts';
import { keptAway } from './reached.ts';
import type { Words } from './status-edit.ts';
import { framesFor, type StatusMatch, statusesAsked } from './status-tests.ts';

/**
 * `if (typeof error.code === 'number') return error.code;`: no SdkHttpError gets there. The statement before which the status
 * is answered; `guarded` where the value is not simply answered, undefined where an SdkHttpError gets there.
 */
export function answeredBefore({ project, tests }: StatusMatch): ts.Statement | 'guarded' | undefined {
  for (const test of tests) {
    const { handler, place, kind } = test;
    if (!handler || kind === 'http') continue;
    for (const status of statusesAsked(test)) {
      const [v1, v2] = framesFor(project, handler.subject, status);
      const kept = keptAway(handler, v2, place);
      if (!kept || keptAway(handler, v1, place)) continue;
      const owner = returnedBy(place);
      const isAnswer = owner !== undefined && owner === handler.scope && isFunctionLike(handler.scope);
      return isAnswer && isInList(kept) ? kept : 'guarded';
    }
  }
  return undefined;
}

const isInList = ({ parent }: ts.Statement): boolean => ts.isBlock(parent) || ts.isSourceFile(parent);

/** `if (error instanceof SdkHttpError) return error.status;` */
export function answerBefore(statement: ts.Statement, { error, http, scope }: Words): readonly Edit[] {
  const file = statement.getSourceFile();
  const start = insertionStart(statement);
  const indent = indentationAt(file, statement.getStart());
  const lines = [`if (${error} instanceof ${http}) return ${error}.status;`];
  if (scope) lines.push(`if (${scope}) return 403;`);
  const text = lines.map((line) => `${line}\n${indent}`).join('');
  return [{ file: file.fileName, start, end: start, text }];
}
