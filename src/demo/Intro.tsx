import type { ReactElement } from 'react';
import type { Server } from './server.ts';
import { tourTitleId } from './Tour.tsx';
import { useWords } from './words/useWords.ts';

export interface IntroProps {
  readonly server: Server;
  /** Whether the page has a tour that the introduction can lead to. */
  readonly hasTour: boolean;
}

/** Says what the product is, and what this page is. */
export function Intro({ server, hasTour }: IntroProps): ReactElement {
  const { promise, aboutMock, aboutServer, takeTour } = useWords().page;
  return (
    <div className="intro">
      <div>
        <h2>{promise}</h2>
        <p>{server.kind === 'mock' ? aboutMock : aboutServer(server.address)}</p>
      </div>
      {hasTour && (
        <button
          type="button"
          className="strong plain-button"
          onClick={() => {
            const title = document.getElementById(tourTitleId);
            title?.focus();
            title?.scrollIntoView({ block: 'start' });
          }}
        >
          {takeTour}
        </button>
      )}
    </div>
  );
}
