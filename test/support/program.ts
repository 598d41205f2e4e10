/** What was asked of a program makes no sense; its message says what does. */
export class UsageError extends Error {}

/** Runs a program as it was called: --help says what it takes, and so does whatever it cannot read, with exit code 2. */
export async function runProgram(usage: string, main: () => Promise<void>): Promise<void> {
  if (process.argv.slice(2).includes('--help')) {
    process.stdout.write(`${usage}\n`);
    return;
  }
  try {
    await main();
  } catch (error) {
    const { code = '', message } = error as { code?: string; message: string };
    const isUnreadable = error instanceof UsageError || code.startsWith('ERR_PARSE_ARGS');
    if (!isUnreadable) throw error;
    process.stderr.write(`${message === '' ? '' : `${message}\n`}${usage}\n`);
    process.exitCode = 2;
  }
}
