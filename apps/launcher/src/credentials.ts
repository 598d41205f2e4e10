import type { Config } from '#platform';

export interface Login {
  readonly email: string;
  readonly password: string;
}

/** What a person needs to try everything after the first start. */
export interface Credentials {
  readonly demo: Login;
  readonly testApiKey: string;
  readonly admin: Login;
}

/**
 * Makes the demonstration merchant and the first administrator unless they exist. Run at each start, after migration.
 * @param known what the start before has written down, or null at the first one.
 */
export type Seed = (config: Config, databaseUrl: string, known: Credentials | null) => Promise<Credentials>;
