import type { ReactElement } from 'react';
import { Choice } from './Choice.tsx';
import { changeSetting, useSettings } from './settings.ts';
import { Switch } from './Switch.tsx';
import { useWords } from './words/useWords.ts';

/** Switches to try out the rules that a contact centre may have for its agents. */
export function HouseRules(): ReactElement {
  const { rules } = useWords();
  const { stop, pauseLimit, shortcuts } = useSettings();
  return (
    <section className="rules" aria-labelledby="rules-title">
      <h3 id="rules-title">{rules.title}</h3>
      <p className="quiet">{rules.about}</p>
      <Switch
        label={rules.stopIsFinal}
        isOn={stop === 'asks-first'}
        onChange={(isOn) => {
          changeSetting('stop', isOn ? 'asks-first' : 'at-once');
        }}
      />
      <Choice
        label={rules.pauseLimit}
        value={pauseLimit}
        options={{ none: rules.none, reminds: rules.reminds, resumes: rules.resumes }}
        onChange={(value) => {
          changeSetting('pauseLimit', value);
        }}
      />
      <Switch
        label={rules.shortcuts}
        isOn={shortcuts === 'on'}
        onChange={(isOn) => {
          changeSetting('shortcuts', isOn ? 'on' : 'off');
        }}
      />
      {shortcuts === 'on' && <p className="quiet">{rules.aboutShortcuts}</p>}
    </section>
  );
}
