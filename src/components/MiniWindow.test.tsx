import { fireEvent, screen } from '@testing-library/react';
import { renderToString } from 'react-dom/server';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { renderDesktop } from '../doubles/renderDesktop.tsx';
import { loadMessages } from '../i18n/loadMessages.ts';
import { createSimulatedDesktop } from '../testing/createSimulatedDesktop.ts';
import { MiniWindow } from './MiniWindow.tsx';

// The behaviour in a real window is tested in e2e/wholeDay.spec.ts.

const mini = <MiniWindow>Call</MiniWindow>;
const root = (): Element | null => document.querySelector('[data-tallylight=mini-window]');

/**
 * Makes the browser offer such a window. @param requestWindow is called for each request
 */
function browserHas(requestWindow: () => Promise<unknown>): void {
  vi.stubGlobal('documentPictureInPicture', { requestWindow });
}
afterEach(() => vi.unstubAllGlobals());

describe('the button of the mini window', () => {
  it('is not shown where the browser has no such window', async () => {
    await renderDesktop(mini);
    expect(root()).toHaveTextContent('This browser cannot keep a window on top of the others.');
    expect(root()).toHaveAttribute('data-mini-window', 'not-supported');
    expect(screen.queryByRole('button')).toBeNull();
  });

  it('says in the language of the agent that the browser has refused, and can be pressed again', async () => {
    const said: string[] = [];
    browserHas(() => Promise.reject(new Error('Not allowed.')));
    const { meanwhile } = await renderDesktop(mini, {
      messages: await loadMessages('de'),
      announce: (text, politeness) => said.push(`${politeness}: ${text}`),
    });
    const button = screen.getByRole('button', { name: 'Im Vordergrund halten' });
    await meanwhile(() => {
      fireEvent.click(button);
    });
    const text = 'Das Fenster konnte nicht geöffnet werden. Bitte erneut versuchen.';
    expect(root()).toHaveTextContent(text);
    expect(said).toEqual([`assertive: ${text}`]);
    expect(button).toBeInTheDocument();
  });

  it('requests one window, however often it is pressed meanwhile', async () => {
    const requestWindow = vi.fn(() => new Promise(() => undefined));
    browserHas(requestWindow);
    const { meanwhile } = await renderDesktop(mini);
    for (const each of [1, 2])
      await meanwhile(() => {
        fireEvent.click(screen.getByRole('button'), { detail: each });
      });
    expect(requestWindow).toHaveBeenCalledTimes(1);
    expect(root()).toHaveAttribute('data-mini-window', 'opening');
  });

  it('closes a window that opens after the widget was unmounted', async () => {
    const close = vi.fn();
    let come: (opened: unknown) => void = () => undefined;
    browserHas(() => new Promise((resolve) => (come = resolve)));
    const { meanwhile, show } = await renderDesktop(mini);
    await meanwhile(() => {
      fireEvent.click(screen.getByRole('button'));
    });
    show(null);
    await meanwhile(() => come({ close }));
    expect(close).toHaveBeenCalledTimes(1);
  });

  it('is rendered on a server, which does not know what the browser supports', async () => {
    // The server has its own copy of the library, and no DOM.
    vi.resetModules();
    vi.stubGlobal('document', undefined);
    vi.stubGlobal('window', undefined);
    const { AgentDesktopProvider } = await import('./AgentDesktopProvider.tsx');
    const { MiniWindow: OnServer } = await import('./MiniWindow.tsx');
    const { desktop } = createSimulatedDesktop();
    const html = renderToString(
      <AgentDesktopProvider desktop={desktop}>
        <OnServer>Call</OnServer>
      </AgentDesktopProvider>,
    );
    expect(html).toContain('Keep on top');
    expect(html).not.toContain('Call<');
  });
});
