/**
 * The deepest syntax tree that is analyzed. The compiler and the rules are recursive, and the stack overflows somewhere beyond
 * 600 levels; code that people write stays below 100.
 */
export const maxNesting = 500;

/** A depth that never exhausts the stack. */
export const ordinaryNesting = 100;

/** The code of the syntax error that a deeper file gets; the codes of the compiler begin at 1000. */
export const nestingError = 500;
