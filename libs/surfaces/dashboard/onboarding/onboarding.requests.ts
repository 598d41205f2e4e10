import type { BusinessActivity, IdentityDocumentType, Stakeholder, UploadedSide } from '#merchants';
import type { UploadedFile } from '#platform';
import { countryFrom, DOCUMENT_TYPE_FROM, LEGAL_FORM_FROM, regionFrom } from '../dialect/vocabulary.js';
import type { Wire } from '../dialect/wire.js';

/** The form of an identity document, once its files are judged. */
export interface IdDocumentForm {
  readonly documentType: Wire<'DocumentType'>;
  readonly frontImage: UploadedFile;
  readonly backImage?: UploadedFile;
}

export const stakeholderFrom = (body: Wire<'StakeholderRequest'>): Stakeholder => ({
  firstName: body.firstName.trim(),
  lastName: body.lastName.trim(),
  email: body.email.toLowerCase(),
  phone: body.phone,
  dateOfBirth: body.dateOfBirth,
  nationality: countryFrom(body.nationality),
  address: body.address.trim(),
  city: body.city.trim(),
  region: typeof body.region === 'string' ? regionFrom(body.region) : null,
  country: countryFrom(body.country),
});

export const businessFrom = (body: Wire<'BusinessActivityRequest'>): BusinessActivity => ({
  businessName: body.businessName.trim(),
  legalForm: LEGAL_FORM_FROM[body.businessType],
  industry: body.industry,
  businessRegistrationNumber: body.businessRegistrationNumber,
  vatNumber: body.vatNumber ?? null,
  website: body.website ?? null,
  description: body.description.trim(),
});

export function documentFrom({ documentType, frontImage, backImage }: IdDocumentForm): {
  type: IdentityDocumentType;
  sides: UploadedSide[];
} {
  const front = { ...frontImage, side: 'front' } as const;
  const sides = backImage ? [front, { ...backImage, side: 'back' } as const] : [front];
  return { type: DOCUMENT_TYPE_FROM[documentType], sides };
}
