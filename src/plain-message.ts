/** What the person who started a command reads when it failed. */

/** The message of our own named errors as it is; of anything else only what it is, with the way to see more. */
export function plainMessage(error: unknown): string {
  const { code, message } = error as { code?: unknown; message?: unknown };
  const isNamed =
    error instanceof Error &&
    typeof code === 'string' &&
    /^[A-Z]+(?:_[A-Z]+)*$/.test(code) &&
    error.constructor !== Error;
  if (isNamed && typeof message === 'string') return message;
  return `Something went wrong: ${typeof message === 'string' ? message.slice(0, 300) : String(error).slice(0, 300)}. Run it again with LOG_LEVEL=debug to see more.`;
}
