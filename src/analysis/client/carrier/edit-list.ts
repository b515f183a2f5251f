import type { ts } from '../../../compiler.cjs';
import { overlaps } from '../../../edit/apply.ts';
import type { Edit } from '../../../model/edit.ts';
import { CannotFollow } from '../../program/cannot-follow.ts';

/** The edits of one migration. */
export class EditList {
  #edits: Edit[] = [];

  replace(node: ts.Node, text: string): void {
    this.replaceRange(node.getSourceFile(), node.getStart(), node.getEnd(), text);
  }

  insert(file: ts.SourceFile, position: number, text: string): void {
    this.#edits.push({ file: file.fileName, start: position, end: position, text });
  }

  replaceRange(file: ts.SourceFile, start: number, end: number, text: string): void {
    if (file.text.slice(start, end) !== text) this.#edits.push({ file: file.fileName, start, end, text });
  }

  /** Removes what surrounds an inner part of a node. */
  stripTo(outer: ts.Node, inner: ts.Node): void {
    const file = outer.getSourceFile();
    this.replaceRange(file, outer.getStart(), inner.getStart(), '');
    this.replaceRange(file, inner.getEnd(), outer.getEnd(), '');
  }

  /** True when an edit rewrites all of a node. */
  covers(node: ts.Node): boolean {
    const file = node.getSourceFile().fileName;
    return this.#edits.some((edit) => edit.file === file && edit.start <= node.pos && node.end <= edit.end);
  }

  /** The text that a node has after the edits inside it, from a position on; those edits leave the list. */
  takeText(node: ts.Node, from: number): string {
    const file = node.getSourceFile();
    const isInside = (edit: Edit) =>
      edit.file === file.fileName && edit.start >= node.getStart() && edit.end <= node.getEnd();
    let { text } = file;
    let end = node.getEnd();
    for (const edit of this.#edits.filter(isInside).sort((a, b) => b.start - a.start)) {
      text = text.slice(0, edit.start) + edit.text + text.slice(edit.end);
      end += edit.text.length - (edit.end - edit.start);
    }
    this.#edits = this.#edits.filter((edit) => !isInside(edit));
    return text.slice(from, end);
  }

  /**
   * The edits in the order of the text, each once.
   * @throws {CannotFollow} at `blamed` when two of them rewrite the same text
   */
  settled(blamed: ts.Node): Edit[] {
    const byKey = new Map(
      this.#edits.map((edit) => [`${edit.file}\0${edit.start}\0${edit.end}\0${edit.text}`, edit]),
    );
    const order = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
    const sorted = [...byKey.values()].sort((a, b) => order(a.file, b.file) || a.start - b.start);
    for (const [index, edit] of sorted.entries()) {
      const next = sorted[index + 1];
      if (next && overlaps(edit, next)) {
        throw new CannotFollow('wider-flow', blamed, 'Two steps of the flow would change the same text.');
      }
    }
    return sorted;
  }
}
