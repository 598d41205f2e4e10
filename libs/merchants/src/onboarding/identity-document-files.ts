import type { DocumentSide } from './onboarding-view.js';

/** Where a side of a document lies in the object storage; the name that its sender gave it is in the database alone. */
export const fileKey = (documentId: string, side: DocumentSide): string => `identity-documents/${documentId}/${side}`;

export const IDENTITY_DOCUMENT_COLUMNS = `id, type, files, uploaded_at AS "uploadedAt"`;
