import type { ts } from '../../compiler.cjs';
import type { Project } from './project.ts';
import { sdkRoot } from './sdk-root.ts';
/** The project's own files in the program, relevant or led to. */
export function programFiles(project: Project): ts.SourceFile[] {
  return project.program
    .getSourceFiles()
    .filter((file) => !file.fileName.startsWith(sdkRoot) && !file.isDeclarationFile);
}
