import type { ts } from '../../../compiler.cjs';
import { open, type Proof, proved } from '../../../model/proof.ts';
import { oncePerProject } from '../../program/memo.ts';
import type { Project } from '../../program/project.ts';
import { isTestFile } from '../../program/test-files.ts';
import { matchesOf } from '../branch/index.ts';
import { handlesScopeError } from '../guards/handled.ts';

/**
 * Somebody in the package tests for the error that the transport will throw, and no handler there takes the SdkHttpError of
 * today and would miss the new error: which handler gets the errors of which transport is not followed.
 */
export function scopeErrorHandled(project: Project, file: ts.SourceFile): Proof {
  if (!handlesScopeError(project, file)) return open('step-up-unhandled');
  const home = project.packageDir(file.fileName);
  const other = handlersToday(project).find(
    (node) => project.packageDir(node.getSourceFile().fileName) === home,
  );
  return other ? open('step-up-other-handler', `It is ${placeOf(other)}.`) : proved;
}

/** The tests that an InsufficientScopeError fails. Once they are fixed, there is none. */
const handlersToday = oncePerProject((project) =>
  matchesOf(project)
    .map(({ node }) => node)
    .filter((node) => !isTestFile(node.getSourceFile())),
);

function placeOf(node: ts.Node): string {
  const file = node.getSourceFile();
  const { line } = file.getLineAndCharacterOfPosition(node.getStart());
  return `${file.fileName.split('/').pop()}:${line + 1}`;
}
