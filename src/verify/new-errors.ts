export interface CompilerError {
  readonly file: string;
  readonly text: string;
  readonly code: number;
  readonly line: number;
}

/** Errors that were not there before. Errors are compared by file, code and text, because lines move. */
export function newErrors(
  before: readonly CompilerError[],
  after: readonly CompilerError[],
): CompilerError[] {
  const left = new Map<string, number>();
  const key = (error: CompilerError) => `${error.file}\0${error.code}\0${error.text}`;
  for (const error of before) left.set(key(error), (left.get(key(error)) ?? 0) + 1);
  return after.filter((error) => {
    const count = left.get(key(error)) ?? 0;
    left.set(key(error), count - 1);
    return count <= 0;
  });
}
