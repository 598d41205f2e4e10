export type EmbeddedPostgresProblem =
  | 'unsupported_platform'
  | 'binaries_unusable'
  | 'directory_unusable'
  | 'directory_in_use'
  | 'port_in_use'
  | 'not_started';

/** Why the embedded PostgreSQL cannot be had; the message is one sentence that a person can act on. */
export class EmbeddedPostgresError extends Error {
  constructor(
    readonly problem: EmbeddedPostgresProblem,
    message: string,
  ) {
    super(message);
    this.name = 'EmbeddedPostgresError';
  }
}
