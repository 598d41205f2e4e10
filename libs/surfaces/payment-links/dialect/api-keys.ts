import { Injectable } from '@nestjs/common';
import { ApiKeyInvalid, Authenticator, type RecognisedApiKey } from '#identity';
import type { DoorRequest } from '#platform';

/** The key in `x-api-key`, or null. */
export function apiKeyIn({ headers }: Pick<DoorRequest, 'headers'>): string | null {
  const key = headers['x-api-key'];
  return typeof key === 'string' && key !== '' ? key : null;
}

/** Recognises the keys that requests carry, once per request: the guard asks, and so does the log of calls. */
@Injectable()
export class ApiKeys {
  private readonly recognised = new WeakMap<DoorRequest, Promise<RecognisedApiKey | null>>();

  constructor(private readonly authenticator: Authenticator) {}

  /** Null for a key that nobody ever had. */
  recognise(request: DoorRequest, key: string): Promise<RecognisedApiKey | null> {
    const known = this.recognised.get(request) ?? this.lookUp(key);
    this.recognised.set(request, known);
    return known;
  }

  private async lookUp(key: string): Promise<RecognisedApiKey | null> {
    try {
      return await this.authenticator.recogniseApiKey(key);
    } catch (error) {
      if (error instanceof ApiKeyInvalid) return null;
      throw error;
    }
  }
}
