/**
 * Where a callback may name a payment. MTN itself sends neither our reference nor a signature (MTN page §6): it has
 * externalId and, once paid, financialTransactionId. Relays in front of us are known to add the others.
 */
const REFERENCE_FIELDS = ['reference', 'transactionId', 'externalId', 'referenceId', 'financialTransactionId'] as const;

/** Printable and without blanks: what is looked up in the database comes from a stranger. */
const REFERENCE = /^[\x21-\x7e]{1,128}$/;

/** What the callback may speak of, without repetitions. It proves nothing: the operator must be asked. */
export function readMtnMomoCallback(fields: Readonly<Record<string, unknown>>): string[] {
  const references = REFERENCE_FIELDS.map((field) => (Object.hasOwn(fields, field) ? fields[field] : undefined)).filter(
    (value): value is string => typeof value === 'string' && REFERENCE.test(value),
  );
  return [...new Set(references)];
}
