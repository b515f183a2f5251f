/** The user asked for something that the tool cannot do. The message says what to do instead. Exit code 2. */
export class UsageError extends Error {
  override name = 'UsageError';
}
