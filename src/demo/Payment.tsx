import { useState, type ReactElement } from 'react';
import { SensitiveSection } from '../index.ts';

/**
 * A form for card details that must not be recorded. Its fields open when the server says Paused.
 */
export function Payment({ callId }: { readonly callId: string }): ReactElement {
  const [isOpen, setOpen] = useState(false);

  return (
    <div className="payment">
      <button type="button" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        {isOpen ? 'Close the payment' : 'Take a payment'}
      </button>
      {isOpen && (
        <SensitiveSection
          callId={callId}
          aria-label="Card details"
          renderBlocked={({ block }) =>
            block === 'refused' || block === 'not-allowed' ? (
              <p className="quiet">Or transfer the caller to the payment line.</p>
            ) : null
          }
        >
          <label>
            Card number <input inputMode="numeric" autoComplete="off" />
          </label>
          <label>
            Security code <input inputMode="numeric" autoComplete="off" size={4} />
          </label>
        </SensitiveSection>
      )}
    </div>
  );
}
