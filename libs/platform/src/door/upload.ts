import { beginningOf } from '#kernel';
import type { FileField, FormDefinition } from './form.js';
import type { Issue } from './issues.js';

/** The contracts' limit for a body that is no upload. */
export const BODY_MAX_BYTES = 256 * 1024;
/** The contracts' limit for one file. */
export const FILE_MAX_BYTES = 10 * 1024 * 1024;
/** The contracts' limit for a whole upload; what is beyond is not read. */
export const UPLOAD_MAX_BYTES = 25 * 1024 * 1024;

const NAME_MAX_LENGTH = 255;

/** A file as it came in, judged: it has a kind that the contract takes, and a size within its limits. */
export interface UploadedFile {
  /** As the sender called it, without path parts; for people, never for paths. */
  readonly name: string;
  /** By its first bytes, whatever its name or declared type says. */
  readonly contentType: string;
  readonly content: Buffer;
}

/** One part of a form that is a file, before it is judged. */
export interface FilePart {
  readonly name: string;
  readonly content: Buffer;
  /** Whether it went on beyond FILE_MAX_BYTES; the rest was thrown away. */
  readonly truncated: boolean;
}

export type FormPart = { readonly field: string } & ({ readonly text: unknown } | { readonly file: FilePart });

/**
 * Only what the contracts take is looked for: a detector of every known format would take hostile files apart in a
 * hundred ways more.
 */
const SIGNATURES: readonly (readonly [contentType: string, start: Buffer])[] = [
  ['image/png', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])],
  ['image/jpeg', Buffer.from([0xff, 0xd8, 0xff])],
  ['application/pdf', Buffer.from('%PDF-')],
];
const SHORT_NAMES: Readonly<Record<string, string>> = {
  'image/png': 'PNG',
  'image/jpeg': 'JPG',
  'application/pdf': 'PDF',
};

export interface JudgedForm {
  /** As the contract's schema sees it: of each file its name. */
  readonly values: Record<string, unknown>;
  readonly files: Readonly<Record<string, UploadedFile | readonly UploadedFile[]>>;
  readonly issues: readonly Issue[];
}

/** Sorts the parts of a form into the contract's fields, and judges what no schema can: which are files, and of what kind. */
export function judgeForm(form: FormDefinition, parts: readonly FormPart[]): JudgedForm {
  const values: Record<string, unknown> = {};
  const files: Record<string, UploadedFile | readonly UploadedFile[]> = {};
  const issues: Issue[] = [];
  for (const [field, group] of grouped(parts)) {
    const fileField = form.files.get(field);
    if (group.length > 1 && !form.lists.has(field)) issues.push({ field, message: 'must be sent once' });
    const judged = group.map((part) => judgePart(part, fileField));
    issues.push(...judged.flatMap((one) => ('problem' in one ? [{ field, message: one.problem }] : [])));
    const taken = judged.flatMap((one) => ('file' in one ? [one.file] : []));
    if (fileField && taken[0]) files[field] = fileField.repeated ? taken : taken[0];
    const seen = judged.map((one, index) => ('text' in one ? one.text : nameOf(group[index])));
    values[field] = form.lists.has(field) ? seen : seen[0];
  }
  return { values, files, issues };
}

function grouped(parts: readonly FormPart[]): Map<string, FormPart[]> {
  const groups = new Map<string, FormPart[]>();
  for (const part of parts) {
    // Browsers send a field that nothing was chosen for as a file without name and content.
    if ('file' in part && part.file.name === '' && part.file.content.length === 0) continue;
    const group = groups.get(part.field);
    if (group) group.push(part);
    else groups.set(part.field, [part]);
  }
  return groups;
}

type JudgedPart = { readonly problem: string } | { readonly text: unknown } | { readonly file: UploadedFile };

function judgePart(part: FormPart, fileField: FileField | undefined): JudgedPart {
  if ('file' in part) return fileField ? judgeFile(part.file, fileField) : { problem: 'must not be a file' };
  return fileField ? { problem: 'must be a file' } : { text: part.text };
}

function judgeFile(part: FilePart, field: FileField): JudgedPart {
  const { content, truncated } = part;
  if (content.length === 0) return { problem: 'must not be an empty file' };
  if (truncated) return { problem: `must have at most ${FILE_MAX_BYTES} bytes` };
  const contentType = SIGNATURES.find(([, start]) => content.subarray(0, start.length).equals(start))?.[0];
  if (contentType === undefined || !field.contentTypes.includes(contentType)) {
    return { problem: `must be a file of the kind ${inWords(field.contentTypes)}` };
  }
  return { file: { name: cleanName(part.name), contentType, content } };
}

const inWords = (contentTypes: readonly string[]): string =>
  contentTypes
    .map((type) => SHORT_NAMES[type] ?? type)
    .join(', ')
    .replace(/, (\S+)$/, ' or $1');

const nameOf = (part: FormPart | undefined): string => (part && 'file' in part ? cleanName(part.file.name) : '');

/** Without path parts and control characters, and neither empty nor longer than the contracts show. */
function cleanName(given: string): string {
  const bare = (given.split(/[/\\]/).at(-1) ?? '').replace(/\p{Cc}/gu, '').trim();
  const kept = beginningOf(bare.toWellFormed(), NAME_MAX_LENGTH);
  return kept === '' ? 'file' : kept;
}
