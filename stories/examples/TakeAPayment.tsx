import { useState, type ReactElement } from 'react';
import { SensitiveSection } from '../../src/index.ts';

/** A card number can be typed only while the server says that nothing is recorded. */
export function TakeAPayment({ callId }: { readonly callId: string }): ReactElement {
  const [isPaying, setPaying] = useState(false);
  return (
    <>
      <button type="button" onClick={() => setPaying(!isPaying)}>
        {isPaying ? 'Payment taken' : 'Take a payment'}
      </button>
      {isPaying && (
        <SensitiveSection callId={callId}>
          <label>
            Card number <input inputMode="numeric" autoComplete="off" />
          </label>
        </SensitiveSection>
      )}
    </>
  );
}
