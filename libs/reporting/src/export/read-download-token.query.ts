import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { DownloadTokens, type LinkHolder } from './download-tokens.service.js';

/** Reads for whom a link to a file was made. Throws DownloadTokenInvalid or DownloadTokenExpired. */
export class ReadDownloadToken extends Query<LinkHolder> {
  constructor(
    readonly exportId: string,
    readonly token: string,
  ) {
    super();
  }
}

@QueryHandler(ReadDownloadToken)
export class ReadDownloadTokenHandler implements IQueryHandler<ReadDownloadToken> {
  constructor(private readonly tokens: DownloadTokens) {}

  execute({ exportId, token }: ReadDownloadToken): Promise<LinkHolder> {
    return Promise.resolve(this.tokens.read(exportId, token));
  }
}
