/**
 * The command line answers what the user asked for: migrate, explain a rule, or list the rules. `bin/` calls `main`. It prints the
 * result and sets the exit code: 0 clean, 1 findings are left, 2 the tool could not do its work.
 */
import { CommanderError } from 'commander';
import { UsageError } from '../model/usage-error.ts';
import { buildProgram } from './command.ts';
import { explain, listRules } from './explain.ts';
import { migrate } from './migrate.ts';
import { stderr } from './output.ts';

/** @param argv the arguments after the program's name */
export async function main(argv: readonly string[]): Promise<void> {
  const finish = (code: number) => {
    process.exitCode = code;
  };
  const program = buildProgram({
    migrate: async (paths, flags, outputs, given) => finish(await migrate(paths, flags, outputs, given)),
    explain: async (rule, flags) => finish(await explain(rule, flags)),
    mergeReports: async (files, outputs) =>
      finish(await (await import('./merge-reports.ts')).mergeReports(files, outputs)),
    rules: async () => finish(await listRules()),
  });
  try {
    await program.parseAsync([...argv], { from: 'user' });
  } catch (error) {
    finish(await exitCodeOf(error));
  }
}

async function exitCodeOf(error: unknown): Promise<number> {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof UsageError) await stderr(`error: ${error.message}\n`);
  else
    await stderr(
      `error: this is a bug in mcp-auth-codemod. Please report it:\n${error instanceof Error ? error.stack : error}\n`,
    );
  return 2;
}
