/** The tool was asked for something it cannot do; the message says what to do instead. Exit code 2. */
export class UsageError extends Error {
  override name = 'UsageError';
}
