import { expect, it } from 'vitest';
import { phaseAfter, type SubscriptionEvent, type SubscriptionPhase } from './subscriptionPhase.ts';

it.each<[string, readonly SubscriptionEvent[], SubscriptionPhase]>([
  ['receives after both answers', ['subscription-granted', 'connect-answered'], 'receiving'],
  [
    'receives after both answers in the other order',
    ['connect-answered', 'subscription-granted'],
    'receiving',
  ],
  [
    'does not receive without the subscription',
    ['connect-answered', 'connect-answered'],
    'answered',
  ],
  [
    'does not receive without a connect',
    ['subscription-granted', 'subscription-granted'],
    'granted',
  ],
  [
    'needs one more connect after a failed one, and no new subscription',
    ['subscription-granted', 'connect-answered', 'connect-failed'],
    'granted',
  ],
  [
    'needs both answers after a failure before the subscription',
    ['connect-answered', 'connect-failed'],
    'unproven',
  ],
  [
    'needs both answers in a new session',
    ['subscription-granted', 'connect-answered', 'session-ended', 'connect-answered'],
    'answered',
  ],
])('a client %s', (_, events, phase) => {
  expect(events.reduce<SubscriptionPhase>(phaseAfter, 'unproven')).toBe(phase);
});

it.each<SubscriptionEvent>([
  'subscription-granted',
  'connect-answered',
  'connect-failed',
  'session-ended',
])('a tracking that was stopped stays so after %s', (event) => {
  expect(phaseAfter('stopped', event)).toBe('stopped');
});
