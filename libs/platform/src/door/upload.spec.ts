import { Contract } from './contract.js';
import type { FormDefinition } from './form.js';
import { FILE_MAX_BYTES, judgeForm, type FilePart, type FormPart } from './upload.js';

const PNG = Buffer.from('89504e470d0a1a0a00', 'hex');

const formOf = (operation: string): FormDefinition => {
  const form = Contract.of('dashboard').operations.get(operation)?.form;
  if (!form) throw new Error(`${operation} takes no form`);
  return form;
};
const file = (field: string, more: Partial<FilePart> = {}): FormPart => ({
  field,
  file: { name: `${field}.png`, content: PNG, truncated: false, ...more },
});
const text = (field: string, value: string): FormPart => ({ field, text: value });

describe('a form with files', () => {
  it('is read from the contract: which fields are files, of what kinds, and which may repeat', () => {
    const kinds = ['image/png', 'image/jpeg', 'application/pdf'];
    const document = formOf('uploadIdDocument');
    expect([...document.files]).toEqual([
      ['frontImage', { repeated: false, contentTypes: kinds }],
      ['backImage', { repeated: false, contentTypes: kinds }],
    ]);
    const evidence = formOf('submitChargebackEvidence');
    expect([...evidence.files]).toEqual([['documents', { repeated: true, contentTypes: kinds }]]);
    expect([...evidence.lists]).toEqual(['documents']);
    expect(Contract.of('dashboard').operations.get('login')?.form).toBeNull();
  });

  it('is sorted into fields, files apart from what the schema sees of them', () => {
    const judged = judgeForm(formOf('uploadIdDocument'), [file('frontImage'), text('documentType', 'Passport')]);
    expect(judged).toEqual({
      values: { frontImage: 'frontImage.png', documentType: 'Passport' },
      files: { frontImage: { name: 'frontImage.png', contentType: 'image/png', content: PNG } },
      issues: [],
    });
  });

  it('has a list of files where the contract has one, also of one file', () => {
    const one = judgeForm(formOf('submitChargebackEvidence'), [file('documents', { name: 'a.png' })]);
    expect([one.values, one.issues]).toEqual([{ documents: ['a.png'] }, []]);
    const two = judgeForm(formOf('submitChargebackEvidence'), [file('documents'), file('documents')]);
    expect(two.files['documents']).toHaveLength(2);
  });

  it.each<[string, FormPart[], string, string]>([
    ['a text for a file', [text('frontImage', 'x')], 'frontImage', 'must be a file'],
    ['a file for a text', [file('documentType')], 'documentType', 'must not be a file'],
    ['a field twice', [text('documentType', 'a'), text('documentType', 'b')], 'documentType', 'must be sent once'],
    ['no content', [file('backImage', { content: Buffer.alloc(0) })], 'backImage', 'must not be an empty file'],
    [
      'too much content',
      [file('backImage', { truncated: true })],
      'backImage',
      `must have at most ${FILE_MAX_BYTES} bytes`,
    ],
    [
      'another kind',
      [file('backImage', { content: Buffer.from('%PD') })],
      'backImage',
      'must be a file of the kind PNG, JPG or PDF',
    ],
  ])('does not take %s', (_, parts, field, message) => {
    const judged = judgeForm(formOf('uploadIdDocument'), parts);
    expect(judged.issues).toEqual([{ field, message }]);
    expect(judged.files).toEqual({});
  });

  it('leaves out what a browser sends for a field without a file', () => {
    const unchosen = file('backImage', { name: '', content: Buffer.alloc(0) });
    expect(judgeForm(formOf('uploadIdDocument'), [unchosen])).toEqual({ values: {}, files: {}, issues: [] });
  });

  it.each([
    ['../../secret.png', 'secret.png'],
    ['C:\\scans\\card.png', 'card.png'],
    ['  card\u0000\n.png ', 'card.png'],
    ['..', '..'],
    ['a/', 'file'],
    ['\ud800.png', '\ufffd.png'],
  ])('keeps of the name %j what is harmless', (name, kept) => {
    const { files } = judgeForm(formOf('uploadIdDocument'), [file('frontImage', { name })]);
    expect(files['frontImage']).toMatchObject({ name: kept });
  });
});
