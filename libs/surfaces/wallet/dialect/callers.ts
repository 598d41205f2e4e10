import { Injectable } from '@nestjs/common';
import { DomainError } from '#kernel';
import { AccountSuspended, Authenticator, type Principal } from '#identity';
import { bearerToken, type DoorRequest } from '#platform';

/** Whose token came with a call, and why the call is refused all the same: both for an account that is suspended. */
export interface RecognisedCaller {
  readonly principal: Principal | null;
  readonly refusal: DomainError | null;
}

/** Recognises callers before anything is refused: a valid token counts for its user even where it does not help. */
@Injectable()
export class Callers {
  constructor(private readonly authenticator: Authenticator) {}

  async recognise(request: Pick<DoorRequest, 'headers'>): Promise<RecognisedCaller> {
    const token = bearerToken(request);
    try {
      return { principal: await this.authenticator.authenticate(token), refusal: null };
    } catch (error) {
      if (error instanceof AccountSuspended) {
        return { principal: await this.authenticator.authenticate(token, { suspendedToo: true }), refusal: error };
      }
      if (error instanceof DomainError && error.kind === 'unauthenticated') {
        return { principal: null, refusal: error as DomainError };
      }
      throw error;
    }
  }
}
