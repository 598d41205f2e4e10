import { Passwords } from './passwords.service.js';

describe('passwords', () => {
  const passwords = new Passwords();

  it('are kept as argon2id with 19 MiB, two passes and one lane, salted', async () => {
    const [first, second] = await Promise.all([passwords.hash('Secret123!'), passwords.hash('Secret123!')]);
    expect(first).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(second).not.toBe(first);
  });

  it('match their hash alone', async () => {
    const hash = await passwords.hash('Secret123!');
    await expect(passwords.matches('Secret123!', hash)).resolves.toBe(true);
    await expect(passwords.matches('secret123!', hash)).resolves.toBe(false);
    await expect(passwords.matches('', hash)).resolves.toBe(false);
  });

  it('never match where there is no hash, and take as long to be refused', async () => {
    const hash = await passwords.hash('Secret123!');
    const known: number[] = [];
    const unknown: number[] = [];
    for (let round = 0; round < 15; round += 1) {
      known.push(await durationMs(() => passwords.matches('Wrong123!', hash)));
      unknown.push(await durationMs(() => passwords.matches('Wrong123!', null)));
    }
    await expect(passwords.matches('Secret123!', null)).resolves.toBe(false);
    // A comparison that was skipped would take a thousandth of one that was made.
    expect(median(unknown) / median(known)).toBeGreaterThan(0.5);
    expect(median(unknown) / median(known)).toBeLessThan(2);
  });

  it('are all served, in turn, however many come at once', async () => {
    const hash = await passwords.hash('Secret123!');
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) => passwords.matches(index % 2 ? 'Secret123!' : 'Wrong123!', hash)),
    );
    expect(answers).toEqual(Array.from({ length: 20 }, (_, index) => index % 2 === 1));
  });
});

async function durationMs(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

const median = (values: number[]): number => values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
