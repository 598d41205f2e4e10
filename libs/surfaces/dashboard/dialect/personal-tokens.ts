import { Injectable } from '@nestjs/common';
import { Authenticator, isPersonalAccessToken, TokenInvalid, type RecognisedAccessToken } from '#identity';
import { bearerToken, type DoorRequest } from '#platform';

/** The personal access token that a request carries in place of a session's, or null. */
export function accessTokenIn(request: Pick<DoorRequest, 'headers'>): string | null {
  const token = bearerToken(request);
  return token !== null && isPersonalAccessToken(token) ? token : null;
}

/** Recognises the tokens that programs call with, once per request: the guard asks, and so does the log of calls. */
@Injectable()
export class PersonalTokens {
  private readonly recognised = new WeakMap<DoorRequest, Promise<RecognisedAccessToken | null>>();

  constructor(private readonly authenticator: Authenticator) {}

  /** Null for a token that nobody ever had. */
  recognise(request: DoorRequest, token: string): Promise<RecognisedAccessToken | null> {
    const known = this.recognised.get(request) ?? this.lookUp(token);
    this.recognised.set(request, known);
    return known;
  }

  private async lookUp(token: string): Promise<RecognisedAccessToken | null> {
    try {
      return await this.authenticator.recogniseAccessToken(token);
    } catch (error) {
      if (error instanceof TokenInvalid) return null;
      throw error;
    }
  }
}
