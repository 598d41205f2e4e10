/** What the simulated operator has written down, in its own words: references are ours, external ids our payments. */
export interface OperatorBooks {
  /** Requests to collect that it has taken. */
  readonly requests: readonly OperatorRequest[];
  /** Movements of money. */
  readonly collections: readonly OperatorCollection[];
}

export interface OperatorRequest {
  readonly reference: string;
  readonly externalId: string | null;
}

export interface OperatorCollection extends OperatorRequest {
  readonly sequence: number;
  readonly amount: string;
  readonly currency: string;
  readonly kind: 'collection';
  readonly financialTransactionId: string;
  readonly at: string;
}

const PAGE = 1000;
/** More the simulator does not list at once. */
export const REQUESTS_MAX = 10_000;

export async function readOperatorBooks(simulatorUrl: string): Promise<OperatorBooks> {
  const operator = `${simulatorUrl}/_control/operators/mtn-momo`;
  const requests = await read<OperatorRequest[]>(`${operator}/transactions?kind=collection&limit=${REQUESTS_MAX}`);
  const collections: OperatorCollection[] = [];
  for (;;) {
    const after = collections.at(-1)?.sequence ?? 0;
    const page = `${operator}/statement?kind=collection&after=${after}&limit=${PAGE}`;
    const { entries } = await read<{ entries: OperatorCollection[] }>(page);
    collections.push(...entries);
    if (entries.length < PAGE) return { requests, collections };
  }
}

async function read<T>(url: string): Promise<T> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  return (await response.json()) as T;
}
