import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { CommandProblem } from './command.js';

interface Input extends NodeJS.ReadableStream {
  readonly isTTY?: boolean;
}

/** The first line of what is piped in, or what a person types, which is not shown. */
export async function readPassword(input: Input, output: NodeJS.WritableStream): Promise<string> {
  const person = input.isTTY === true;
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input, output: nowhere, terminal: person });
  if (person) output.write('Password: ');
  try {
    return await new Promise<string>((resolve, reject) => {
      lines.once('line', resolve);
      // A pipe that ends without a line, or Ctrl-C.
      lines.once('close', () => reject(new CommandProblem('No password was given.')));
    });
  } finally {
    lines.close();
    if (person) output.write('\n');
  }
}
