import { appendFileSync } from 'node:fs';

/** Names the file in which a run notes which answer of which operation it has seen. */
export const ANSWERS_FILE = 'TEST_ANSWERS_FILE';

/**
 * Notes an answer that a test has received, or that a webhook was sent. The reporter of contract coverage reads the notes
 * after the run.
 */
export function noteAnswer(surface: string, operationId: string, status: number | 'sent'): void {
  const file = process.env[ANSWERS_FILE];
  // One short line per call: what several processes append to one file does not mix.
  if (file) appendFileSync(file, `${surface} ${operationId} ${status}\n`);
}
