/** What a broken law shows: the files before and after, and the findings. */
export interface Broken {
  readonly law: string;
  readonly before: Readonly<Record<string, string>>;
  readonly after: Readonly<Record<string, string>>;
  readonly findings: readonly string[];
}

/** A broken law as an error that a person can read. */
export function told({ law, before, after, findings }: Broken, place: string, spec: object): Error {
  const [old, now] = [before, after].map((files) =>
    Object.entries(files)
      .map(([name, text]) => `// ${name}\n${text}`)
      .join('\n'),
  );
  return new Error([law, place, JSON.stringify(spec), ...findings, old, '→', now].join('\n'));
}
