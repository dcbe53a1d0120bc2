import type { TabPart } from '../transport/tabPart.ts';

const leaders = {
  speaking: 'it sent a message lately',
  asked: 'it sent no message for a while, and is being asked for one',
  left: 'it has left',
  unheard: 'it took the lead, and sent no message yet',
} as const;

/** The part of this tab among the tabs that share the link, in words. */
export function describeTab(part: TabPart | undefined): string {
  switch (part?.name) {
    case undefined:
      return 'the link knows no tabs';
    case 'identifying':
      return 'asks the server who the user is';
    case 'waiting':
      return 'waits before it asks again who the user is';
    case 'connecting-first':
      return 'connects by itself first, because only then the server names the user';
    case 'apart':
      return 'has a link of its own and shares it with no tab';
    case 'joining':
      return 'asks to lead';
    case 'leading':
      return `leads; its link is ${part.link === 'open' ? 'open' : 'not open yet'}`;
    case 'following':
      return `follows another tab, whose link is ${part.link}; ${leaders[part.leader]}`;
    case 'taking-over':
      return 'takes the lead from a tab that does not answer';
    case 'alone':
      return 'has a link of its own, because no messages pass between the tabs';
    case 'closed':
      return 'takes no part; it is closed';
    default:
      return part satisfies never;
  }
}
