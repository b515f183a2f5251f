import type { ts } from '../../../compiler.cjs';
import type { Step } from '../../../model/fix.ts';
import { isTestFile } from '../../program/test-files.ts';

/** A use of a variable, parameter or member as the code. */
export interface Taken {
  readonly from: ts.Node;
  readonly use: ts.Node;
}

/** Where a comment begins. */
export interface CommentPlace {
  readonly file: ts.SourceFile;
  readonly start: number;
}

/** What one migration tells about its flow: the steps that a report shows, and where the code is taken from a variable. */
export class Trace {
  /** From the sink back to the query. */
  readonly #steps: Step[] = [];
  readonly #taken: Taken[] = [];
  readonly #left = new Map<string, CommentPlace>();

  step(node: ts.Node, message: string): void {
    this.#steps.push({ node, message });
  }

  /** Two uses of the same variable may redeem one code twice. */
  take(from: ts.Node | undefined, use: ts.Node): void {
    if (from) this.#taken.push({ from, use });
  }

  get taken(): readonly Taken[] {
    return this.#taken;
  }

  /** A comment that described the code, and that the migration does not rewrite. */
  leave(comment: CommentPlace): void {
    this.#left.set(`${comment.file.fileName}\0${comment.start}`, comment);
  }

  /** In the order of their files and lines. */
  get left(): readonly CommentPlace[] {
    return [...this.#left.values()].sort((a, b) =>
      a.file === b.file ? a.start - b.start : a.file.fileName < b.file.fileName ? -1 : 1,
    );
  }

  /** The query first, the call last. The same message at the same place appears once; steps inside tests are left out. */
  flow(): Step[] {
    const seen = new Set<string>();
    const last = this.#steps[0]?.node;
    return [...this.#steps].reverse().filter(({ node, message }) => {
      const file = node.getSourceFile();
      if (isTestFile(file) && file !== last?.getSourceFile()) return false;
      const key = `${file.fileName}\0${node.pos}\0${message}`;
      return !seen.has(key) && seen.add(key);
    });
  }
}
