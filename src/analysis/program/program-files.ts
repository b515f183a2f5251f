import type { ts } from '../../compiler.cjs';
import type { Project } from './project.ts';
import { sdkRoot } from './sdk-root.ts';
/** The source files of the user in the program, without declaration files. */
export function programFiles(project: Project): ts.SourceFile[] {
  return project.program
    .getSourceFiles()
    .filter((file) => !file.fileName.startsWith(sdkRoot) && !file.isDeclarationFile);
}
