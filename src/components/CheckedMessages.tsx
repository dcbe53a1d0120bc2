import { Component, type ReactNode } from 'react';

interface CheckedMessagesProps<Checked> {
  /** What the host gave as its messages. It may be anything. */
  readonly given: unknown;
  /** The desktop or the source of the widgets inside. For another one, the messages are checked again. */
  readonly on: object;
  readonly check: (given: unknown, on: object) => Checked;
  readonly children: (messages: Checked) => ReactNode;
}

type CheckedMessagesState<Checked> =
  | { readonly phase: 'unchecked' }
  | {
      readonly phase: 'checked';
      readonly given: unknown;
      readonly on: object;
      readonly messages: Checked;
    };

/**
 * Checks the messages of the host whenever they are others. It is a class, because no hook can be called
 * in a class: a function of the messages that calls one fails here, and is not called again.
 */
export class CheckedMessages<Checked> extends Component<
  CheckedMessagesProps<Checked>,
  CheckedMessagesState<Checked>
> {
  static getDerivedStateFromProps<Checked>(
    { given, on, check }: CheckedMessagesProps<Checked>,
    state: CheckedMessagesState<Checked>,
  ): CheckedMessagesState<Checked> | null {
    if (state.phase === 'checked' && given === state.given && on === state.on) return null;
    return { phase: 'checked', given, on, messages: check(given, on) };
  }

  override readonly state: CheckedMessagesState<Checked> = { phase: 'unchecked' };

  override render(): ReactNode {
    const { state, props } = this;
    return state.phase === 'checked' && props.children(state.messages);
  }
}
