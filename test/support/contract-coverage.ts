import { appendFileSync } from 'node:fs';

/**
 * Notes an answer that a test has received, or that a webhook was sent. The reporter of contract coverage names the file
 * and reads it after the run.
 */
export function noteAnswer(surface: string, operationId: string, status: number | 'sent'): void {
  const file = process.env['TEST_ANSWERS_FILE'];
  // One short line per call: what several processes append to one file does not mix.
  if (file) appendFileSync(file, `${surface} ${operationId} ${status}\n`);
}
