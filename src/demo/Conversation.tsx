import type { ReactElement } from 'react';
import type { Call } from '../index.ts';
import { secondsOf, useNowWhile } from './callClock.ts';
import type { DemoMessages } from './words/english.ts';
import { useWords } from './words/useWords.ts';

export interface ConversationProps {
  readonly call: Call;
  readonly caller: string;
  /** When the call ended. Steady clock, epoch ms. */
  readonly endedAt: number | undefined;
}

/** The lines of an example conversation up to now. The page says that it is an example. */
export function Conversation({ call, caller, endedAt }: ConversationProps): ReactElement | null {
  const { conversation } = useWords();
  const now = useNowWhile(endedAt === undefined);
  const seconds = secondsOf(call, endedAt ?? now);
  if (seconds === undefined || call.state === 'Ringing') return null;
  const said = script.filter(({ at }) => at <= seconds);

  return (
    <section className="conversation" aria-labelledby="conversation-title">
      <h3 id="conversation-title">{conversation.title}</h3>
      <p className="quiet">{conversation.about}</p>
      <ol>
        {said.map(({ line, by }) => (
          <li key={line} data-by={by}>
            <span className="quiet">
              {by === 'agent' ? conversation.agent : <bdi>{caller}</bdi>}
            </span>
            <p>{conversation.lines[line]}</p>
          </li>
        ))}
      </ol>
    </section>
  );
}

/** Who says which line, and how many seconds after the call began. */
const script: readonly {
  readonly line: keyof DemoMessages['conversation']['lines'];
  readonly by: 'agent' | 'caller';
  readonly at: number;
}[] = [
  { line: 'greeting', by: 'agent', at: 2 },
  { line: 'wish', by: 'caller', at: 6 },
  { line: 'pause', by: 'agent', at: 11 },
  { line: 'doubt', by: 'caller', at: 17 },
  { line: 'answer', by: 'agent', at: 22 },
  { line: 'ready', by: 'caller', at: 28 },
];
