import { Money, uuidv4, type Msisdn } from '#kernel';
import type {
  Answered,
  CollectRequest,
  PayOutRequest,
  Provider,
  ProviderAnswer,
  RefundRequest,
  StatusRequest,
} from '../provider.port.js';

/** What goes wrong at the operator until something else is asked for. */
export type Trouble =
  | 'none'
  /** Every call is answered "out of service". */
  | 'out-of-service'
  /** Connections break after the request has left. */
  | 'reset'
  /** Answers come later than anybody waits. */
  | 'slow'
  /** A firewall answers with its own page. */
  | 'firewall'
  /** New requests are recorded, and their answers lost. */
  | 'answers-lost'
  /** New requests are taken with the usual answer, and forgotten. */
  | 'requests-vanish';

/** The operator as the simulator plays it, seen from outside. */
export interface SimulatedOperator {
  trouble(kind: Trouble): void;
  /** Every credential that the operator has handed out stops working at once. */
  expireCredentials(): void;
  /** What the payer does on the handset, about a reference of ours. */
  decide(reference: string, decision: 'approve' | 'refuse' | 'lapse'): void;
  /** How often money moved under a reference, by the operator's own books. */
  movements(reference: string): number;
  /** Types a number on a page of the operator's, where it has any. Resolves with the status that the browser gets. */
  confirmOnPage?(url: string, payer: Msisdn): Promise<number>;
}

/** All that the suite needs of one adapter. The same sandbox table stands behind every operator. */
export interface Stage {
  readonly operator: SimulatedOperator;
  /** Whether the operator makes what we send while we wait, and answers how it ended; others tell it later. */
  readonly sendsAtOnce: boolean;
  /** The adapter, with nothing held from before: no credentials, no open circuit. */
  connect(): Provider;
  /** The same, pointed at an address where nobody listens. */
  connectToNobody(): Provider;
  /** A wallet of this operator whose number ends in two digits of the sandbox table. */
  wallet(lastTwoDigits: string): Msisdn;
  close(): Promise<void>;
}

/** The stage during one test. A suite runs only for the powers that its adapter claims, so that it may use them. */
export interface OpenedStage extends Pick<Stage, 'operator' | 'sendsAtOnce' | 'wallet'> {
  readonly provider: Required<Provider>;
  readonly unreachable: Required<Provider>;
}

/** What the suite does for an operator that prompts payers, or for one that has pages for them. */
export type Asking = 'prompts' | 'pages';

/** Asks for money and, on an operator's page, has the payer confirm. */
export async function ask(stage: OpenedStage, asking: Asking, request: CollectRequest): Promise<Answered> {
  const answered = await stage.provider.collect(request);
  if (asking === 'pages' && answered.answer.state === 'accepted') await confirm(stage, request);
  return answered;
}

/** What the payer's browser gets for the number that is typed on the page. */
export async function confirm({ provider, operator }: OpenedStage, request: CollectRequest): Promise<number> {
  const url = await provider.payerPage(request);
  if (url === null || !operator.confirmOnPage) throw new Error('There is no page to confirm on');
  return operator.confirmOnPage(url, request.payer);
}

export const AMOUNT = Money.of('2500', 'XAF');

export function collection(payer: Msisdn): CollectRequest {
  const ids = { reference: uuidv4(), externalId: uuidv4() };
  const returnUrl = 'https://pay.example.cm/pay/back/42';
  return { mode: 'sandbox', ...ids, amount: AMOUNT, payer, message: 'Facture n°42 d’été', returnUrl };
}

export function refundOf(paid: CollectRequest, externalId: string = uuidv4()): RefundRequest {
  const { mode, amount, payer, reference: collectionReference } = paid;
  return { mode, reference: uuidv4(), externalId, amount, collectionReference, payer, message: 'Remboursement' };
}

export function payout(amount: string, payee: Msisdn): PayOutRequest {
  const ids = { reference: uuidv4(), externalId: uuidv4() };
  return { mode: 'sandbox', ...ids, amount: Money.of(amount, 'XAF'), payee, message: 'Versement' };
}

export function statusOf(request: { readonly reference: string }, closed = false): StatusRequest {
  return { mode: 'sandbox', reference: request.reference, currency: 'XAF', closed };
}

/** What the creating call answers when money is sent that certainly can be: that it was, or that it will be. */
export function expectSent(stage: OpenedStage, { answer }: { readonly answer: ProviderAnswer }, amount = AMOUNT): void {
  if (stage.sendsAtOnce) expect(answer).toMatchObject({ state: 'settled', amount, dispute: null });
  else expect(answer).toEqual({ state: 'accepted' });
}

/** The same of many calls under one reference, of which one may tell how it ended. */
export function expectSentOnce(stage: OpenedStage, answers: readonly { readonly answer: ProviderAnswer }[]): void {
  const states = answers.map(({ answer }) => answer.state).sort();
  const first = stage.sendsAtOnce ? 'settled' : 'accepted';
  expect(states).toEqual([...states.slice(1).map(() => 'accepted'), first]);
}

export type Ended = Extract<ProviderAnswer, { state: 'settled' | 'declined' }>;

const PATIENCE_MS = 5000;
const BETWEEN_PROBES_MS = 20;

/** The first answer that ends a payment. Throws when none comes within five seconds. */
export async function eventuallyEnded(ask: () => Promise<{ readonly answer: ProviderAnswer }>): Promise<Ended> {
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    const { answer } = await ask();
    if (answer.state === 'settled' || answer.state === 'declined') return answer;
    if (performance.now() > deadline) throw new Error(`Still ${answer.state} after ${PATIENCE_MS} ms`);
    await new Promise((resolve) => setTimeout(resolve, BETWEEN_PROBES_MS));
  }
}
