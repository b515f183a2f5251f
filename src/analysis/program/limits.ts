/**
 * Levels of a syntax tree. The compiler and the rules go down by recursion, and the stack ends somewhere beyond 600
 * levels; code that people write stays below 100.
 */
export const maxNesting = 500;

/** Levels that never exhaust the stack. */
export const ordinaryNesting = 100;

/** The code of the syntax error that such a file is given; the compiler's own begin at 1000. */
export const nestingError = 500;
