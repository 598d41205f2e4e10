import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock, InvalidInput, uuidv7 } from '#kernel';
import { Audit, PictureUnusable, printablePicture, SealedFiles, UnitOfWork, type Picture } from '#platform';
import type { Principal } from '../session/authenticator.service.js';
import { logoKey, OrganizationLogos } from './organization-logos.service.js';

const CONTENT_MAX_BYTES = 512 * 1024;
const PIXELS = { least: 16, most: 1500 };

/**
 * Gives the caller's organisation a logo in place of the one that it has. Throws InvalidInput for what cannot be printed.
 * A repeat replaces it by the same.
 */
export class SetOrganizationLogo extends Command<void> {
  constructor(
    readonly caller: Pick<Principal, 'userId' | 'organizationId'>,
    readonly content: Buffer,
  ) {
    super();
  }
}

const INSERT = `INSERT INTO organization_logos (id, organization_id, content_type, is_shown, uploaded_by, uploaded_at)
  VALUES ($1, $2, $3, false, $4, $5)`;

@CommandHandler(SetOrganizationLogo)
export class SetOrganizationLogoHandler implements ICommandHandler<SetOrganizationLogo> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly logos: OrganizationLogos,
    private readonly files: SealedFiles,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  async execute({ caller, content: given }: SetOrganizationLogo): Promise<void> {
    const { organizationId, userId: actorId } = caller;
    const { contentType, content } = await printable(given);
    const now = this.clock.now();
    const id = uuidv7(now);
    const key = logoKey(id);
    await this.files.keep([{ key, content }], () =>
      this.unitOfWork.run(async (tx) => {
        await this.logos.takeAway(tx, organizationId, now);
        await this.files.name(tx, [key]);
        tx.write(INSERT, [id, organizationId, contentType, actorId, now]);
        this.audit.record(tx, { action: 'organization.logo_set', organizationId, actorId, recordId: id });
      }),
    );
  }
}

async function printable(given: Buffer): Promise<Picture> {
  if (given.length > CONTENT_MAX_BYTES) throw refused(`must have at most ${CONTENT_MAX_BYTES} bytes`);
  try {
    return await printablePicture(given, PIXELS);
  } catch (error) {
    throw error instanceof PictureUnusable ? refused(error.message) : error;
  }
}

const refused = (sentence: string): InvalidInput => new InvalidInput({ logo: [sentence] });
