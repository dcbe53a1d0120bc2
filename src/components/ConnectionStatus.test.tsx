import { screen } from '@testing-library/react';
import { createRef } from 'react';
import { describe, expect, it } from 'vitest';
import { ConnectionStatus } from './ConnectionStatus.tsx';
import { renderDesktop } from '../doubles/renderDesktop.tsx';

function status(): HTMLElement {
  return screen.getByTestId('status');
}

const widget = <ConnectionStatus data-testid="status" />;

describe('the connection status', () => {
  it('says Connecting… until the calls have been read', async () => {
    const { simulation, meanwhile } = await renderDesktop(widget, {
      before: (wire) => {
        wire.hold();
      },
    });
    expect(status()).toHaveTextContent('Connecting…');
    expect(status()).toHaveAttribute('data-connection', 'connecting');
    await meanwhile(simulation.release);
    expect(status()).toHaveTextContent(/^Connected$/);
    expect(status()).toHaveAttribute('data-connection', 'live');
  });

  it('says how long nothing has arrived, and tries at once when the agent asks it to', async () => {
    const { simulation, meanwhile, pass, user } = await renderDesktop(widget);
    await meanwhile(() => {
      simulation.disconnect();
    });
    await pass(18_000);
    expect(status()).toHaveTextContent('Connection lost');
    expect(status()).toHaveTextContent(/18/);
    simulation.reconnect();
    await user.click(screen.getByRole('button', { name: 'Try now' }));
    await pass(0);
    expect(status()).toHaveTextContent(/^Connected$/);
    expect(screen.queryByRole('button')).toBeNull();
  });

  // An agent pressed the button with a key, the connection came back, and the next Tab began at the
  // top of the page.
  it('keeps the focus when the button that had it disappears', async () => {
    const { simulation, meanwhile, pass, user } = await renderDesktop(widget);
    await meanwhile(() => {
      simulation.disconnect();
    });
    await user.tab();
    expect(screen.getByRole('button', { name: 'Try now' })).toHaveFocus();
    simulation.reconnect();
    await user.keyboard('{Enter}');
    await pass(0);
    expect(status()).toHaveTextContent(/^Connected$/);
    expect(document.activeElement).toHaveAttribute('data-part', 'word');
  });

  it('stays lost when the attempt fails', async () => {
    const { simulation, meanwhile, pass, user } = await renderDesktop(widget);
    await meanwhile(() => {
      simulation.disconnect();
    });
    await user.click(screen.getByRole('button', { name: 'Try now' }));
    await pass(0);
    expect(status()).toHaveTextContent('Connection lost');
  });

  it('says that the agent is signed out, until they have signed in again', async () => {
    const { simulation, meanwhile, pass, desktop } = await renderDesktop(widget);
    await meanwhile(simulation.signOut);
    expect(status()).toHaveTextContent('Signed out');
    await meanwhile(() => {
      simulation.signIn();
      void desktop.refresh();
    });
    await pass(0);
    expect(status()).toHaveTextContent(/^Connected$/);
  });

  it('passes ref, className, style and all other props to its div', async () => {
    const ref = createRef<HTMLDivElement>();
    await renderDesktop(
      <ConnectionStatus
        ref={ref}
        className="mine"
        style={{ marginTop: 3 }}
        title="Mine"
        data-testid="status"
      />,
    );
    expect(ref.current).toBe(status());
    expect(status()).toHaveClass('mine');
    expect(status()).toHaveStyle({ marginTop: '3px' });
    expect(status()).toHaveAttribute('title', 'Mine');
  });
});
