import type { Call } from '../index.ts';

/** Who is on the line: the customer's name if it is known, else the number. */
export function callerOf(call: Call | undefined, unknownCaller: string): string {
  return nameOf(call) ?? ((call && numbersOf(call)) || unknownCaller);
}

/** The name that the server attached to the call. Undefined if it attached none. */
export function nameOf(call: Call | undefined): string | undefined {
  const name = call?.userData['CustomerName'];
  return typeof name === 'string' && name !== '' ? name : undefined;
}

export function numbersOf(call: Call): string {
  return call.participants
    .map(({ formattedPhoneNumber }) => formattedPhoneNumber)
    .filter(Boolean)
    .join(', ');
}

// The numbers are from the ranges that are reserved for films and books.
const customers = [
  { CustomerName: 'Maya Okafor', otherParty: '+441632960111' },
  { CustomerName: 'Tomás Herrera', otherParty: '+34915550142' },
  { CustomerName: 'Yuki Tanaka', otherParty: '+12025550143' },
  { CustomerName: 'Leila Haddad', otherParty: '+33199000104' },
  { CustomerName: 'Piet de Vries', otherParty: '+442079460115' },
] as const;
let rung = 0;

/** Returns one customer after the other, and after the last one the first again. */
export function nextCustomer(): (typeof customers)[number] {
  const customer = customers[rung % customers.length] ?? customers[0];
  rung += 1;
  return customer;
}
