import type { Call } from '../index.ts';

/** Who is on the line, as this desktop's customers are known: by name, else by number. */
export function callerOf(call: Call | undefined): string {
  const name = call?.userData['CustomerName'];
  if (typeof name === 'string' && name !== '') return name;
  return (call && numbersOf(call)) || 'Unknown caller';
}

export function numbersOf(call: Call): string {
  return call.participants
    .map(({ formattedPhoneNumber }) => formattedPhoneNumber)
    .filter(Boolean)
    .join(', ');
}
