/**
 * What the bank of the sandbox says of an account (dashboard contract, x-simulation.bankAccounts). There is no protocol in
 * which a real one could be asked, staff do that, and so there is no operator that the simulator could play. Null: it
 * never says anything.
 */
export function sandboxVerdict(accountNumber: string): 'verified' | 'failed' | null {
  if (accountNumber.endsWith('97')) return null;
  return accountNumber.endsWith('96') ? 'failed' : 'verified';
}
