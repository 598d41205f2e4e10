import { Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { Authenticator, type Principal } from '#identity';
import { bearerToken, type ContractOperation, type DoorRequest } from '#platform';
import { ReadDownloadToken } from '#reporting';

const SCHEME = 'downloadToken';

/** Recognises whoever follows a link to a file: the link carries a token, where a browser can send no header. */
@Injectable()
export class DownloadLinks {
  constructor(
    private readonly queries: QueryBus,
    private readonly authenticator: Authenticator,
  ) {}

  /** Null where no link was followed. A token in the header goes before that of a link. */
  async follower(request: DoorRequest, { definition }: ContractOperation): Promise<Principal | null> {
    const security = (definition['security'] ?? []) as readonly object[];
    const { token } = request.query as { token?: string | string[] };
    if (!security.some((requirement) => SCHEME in requirement) || !token || bearerToken(request) !== null) return null;
    const { reportId = '' } = request.params as { reportId?: string };
    const { userId, organizationId } = await this.queries.execute(new ReadDownloadToken(reportId, String(token)));
    return this.authenticator.authenticateHolder(userId, organizationId);
  }
}
