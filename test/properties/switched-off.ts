/** Which obligation counts as proved, whatever its proof says. Set by the tests of the mutants alone. */
export const switchedOff: { id: string | undefined } = { id: undefined };

/** A module some of whose functions answer otherwise while one obligation is switched off. */
export const mutant = <M extends object>(id: string, real: M, replaced: Partial<M>): M => {
  const members = Object.entries(replaced).map(([name, mutated]) => {
    const original = real[name as keyof M] as (...given: unknown[]) => unknown;
    const answer = (...given: unknown[]): unknown =>
      (switchedOff.id === id ? (mutated as typeof original) : original)(...given);
    return [name, answer];
  });
  return { ...real, ...Object.fromEntries(members) };
};
