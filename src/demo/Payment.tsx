import { useId, useRef, useState, type ReactElement } from 'react';
import { SensitiveSection } from '../index.ts';
import { useLocale, useWords } from './words/useWords.ts';

/**
 * A form for card details that must not be recorded. Its fields open when the server says that the
 * recording is paused. What is typed into them is never read, stored or sent.
 */
export function Payment({ callId }: { readonly callId: string }): ReactElement {
  const { payment } = useWords();
  const locale = useLocale();
  const [step, setStep] = useState<'closed' | 'open' | 'taken'>('closed');
  const button = useRef<HTMLButtonElement>(null);
  const titleId = useId();
  const amount = new Intl.NumberFormat(locale, { style: 'currency', currency: 'EUR' }).format(84.5);
  const isOpen = step === 'open';

  return (
    <section className="payment" aria-labelledby={titleId}>
      <header>
        <h3 id={titleId}>{payment.title}</h3>
        <button
          ref={button}
          type="button"
          className="plain-button"
          aria-expanded={isOpen}
          onClick={() => {
            setStep(isOpen ? 'closed' : 'open');
          }}
        >
          {isOpen ? payment.close : payment.take}
        </button>
      </header>
      {/* This element is always there, so that its change is announced. */}
      <output className="taken">{step === 'taken' && payment.taken}</output>
      {isOpen && (
        <SensitiveSection
          callId={callId}
          aria-label={payment.cardDetails}
          renderBlocked={({ block }) =>
            block === 'refused' || block === 'not-allowed' ? (
              <p className="quiet">{payment.orTransfer}</p>
            ) : null
          }
        >
          <form
            autoComplete="off"
            onSubmit={(event) => {
              event.preventDefault();
              setStep('taken');
              // The focus was in the form, which is no longer there.
              button.current?.focus();
            }}
          >
            <label className="wide">
              {payment.cardNumber} <input inputMode="numeric" autoComplete="off" dir="ltr" />
            </label>
            <label>
              {payment.validUntil}{' '}
              <input inputMode="numeric" autoComplete="off" placeholder="MM/YY" dir="ltr" />
            </label>
            <label>
              {payment.securityCode} <input inputMode="numeric" autoComplete="off" dir="ltr" />
            </label>
            <button type="submit" className="strong plain-button">
              {payment.pay(amount)}
            </button>
          </form>
        </SensitiveSection>
      )}
    </section>
  );
}
