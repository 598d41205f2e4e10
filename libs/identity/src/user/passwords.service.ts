import { randomUUID } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { hash, verify, type Options } from '@node-rs/argon2';
import { Injectable } from '@nestjs/common';

/** OWASP's second choice for argon2id (the default algorithm of the library): 19 MiB, two passes, one lane. */
const ARGON2ID: Options = { memoryCost: 19_456, timeCost: 2, parallelism: 1, outputLen: 32 };

/**
 * Hashes passwords with argon2id. One core is left free however many people sign in at once: hashing is the only work
 * here that keeps a core busy for milliseconds, and payments must not wait for it.
 */
@Injectable()
export class Passwords {
  private freeSlots = Math.max(1, availableParallelism() - 1);
  private readonly waiting: (() => void)[] = [];
  /** Compared with when there is no account, so that a missing one takes as long as a wrong password. */
  private readonly decoy = this.hash(randomUUID());

  async hash(password: string): Promise<string> {
    return this.inTurn(() => hash(password, ARGON2ID));
  }

  /** Whether the password is the one that was hashed; false, after the same time, when there is no hash. */
  async matches(password: string, passwordHash: string | null): Promise<boolean> {
    const compared = passwordHash ?? (await this.decoy);
    const equal = await this.inTurn(() => verify(compared, password));
    return equal && passwordHash !== null;
  }

  private async inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.freeSlots > 0) this.freeSlots -= 1;
    else await new Promise<void>((resolve) => this.waiting.push(resolve));
    try {
      return await work();
    } finally {
      // The slot goes straight to the next in line: it is never free in between, so nobody can jump the queue.
      const next = this.waiting.shift();
      if (next) next();
      else this.freeSlots += 1;
    }
  }
}
