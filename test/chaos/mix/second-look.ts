import type { Records } from './records.js';

const AT_ONCE = 32;

/**
 * Once there is peace, everybody asks again: each call is repeated under its key and must be answered as before, and what
 * was acknowledged can be read. Never rejects; `contradictions` of the records tell.
 */
export async function lookAgain(records: Records): Promise<void> {
  const looks = [
    ...records.answered.map(({ idempotencyKey, told, again }) => async () => {
      const now = await again();
      if (now !== told) records.contradictions.push(`${idempotencyKey} was told ${told}, and then ${now}`);
    }),
    ...records.readable.map(({ what, read }) => async () => {
      const said = await read().then(
        ({ status }) => String(status),
        (error: Error) => error.message,
      );
      if (said !== '200') records.contradictions.push(`${what} cannot be read: ${said}`);
    }),
  ];
  await Promise.all(Array.from({ length: AT_ONCE }, () => inTurn(looks)));
}

async function inTurn(looks: (() => Promise<void>)[]): Promise<void> {
  for (let look = looks.pop(); look; look = looks.pop()) await look();
}
