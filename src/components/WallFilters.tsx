import { useEffect, useState, type ReactElement } from 'react';
import { useWatched } from '../hooks/useWatched.ts';
import { wholeNumber } from '../i18n/wholeNumber.ts';
import type { RecordingLook } from '../i18n/describeRecording.ts';
import { noFilter, wallKinds, type WallFilter, type WallKind } from '../model/wallRow.ts';
import { lookGlyphs } from './RecordingGlyph.tsx';
import type { WallPartProps } from './WallSummary.tsx';

type Choice = WallKind | 'doubt';

/** How many calls there are of each kind, and which of them are shown. */
export function WallFilters({ keeper, messages, words }: WallPartProps): ReactElement {
  const { kinds, doubtful } = useWatched(keeper.figures);
  const [filter, setFilter] = useState(noFilter);
  const { locale, states, callEnded } = messages;
  useEffect(() => keeper.filter(filter), [keeper, filter]);

  const [paused, ...others] = wallKinds;
  const choices: readonly Choice[] = paused === undefined ? [] : [paused, 'doubt', ...others];
  return (
    // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- a fieldset has a frame and a width of its own
    <div data-part="filters" role="group" aria-label={words.filters}>
      {choices.map((choice) => (
        <button
          key={choice}
          type="button"
          data-part="filter"
          data-look={lookOf(choice)}
          aria-pressed={filter.kinds.has(choice)}
          onClick={() => setFilter((before) => toggled(before, choice))}
        >
          {lookGlyphs[lookOf(choice)].drawing}
          <span data-part="word">
            {choice === 'doubt' ? words.inDoubt : choice === 'ended' ? callEnded : states[choice]}
          </span>{' '}
          <span data-part="count">
            {wholeNumber(choice === 'doubt' ? doubtful : kinds[choice], locale)}
          </span>
        </button>
      ))}
      <label data-part="search">
        <span>{words.search}</span>
        <input
          type="search"
          // The browser must not fill in the supervisor's own name.
          autoComplete="off"
          spellCheck={false}
          value={filter.text}
          onChange={({ target: { value } }) => setFilter((before) => ({ ...before, text: value }))}
        />
      </label>
      <button type="button" data-part="show-all" onClick={() => setFilter(noFilter)}>
        {words.showAll}
      </button>
    </div>
  );
}

function toggled({ kinds, text }: WallFilter, choice: Choice): WallFilter {
  const next = new Set(kinds);
  if (!next.delete(choice)) next.add(choice);
  return { kinds: next, text };
}

function lookOf(choice: Choice): RecordingLook {
  if (choice === 'doubt') return 'unconfirmed';
  // The compiler knows only that the result is a string.
  return choice.toLowerCase() as Lowercase<WallKind>;
}
