import type { ReactElement } from 'react';
import { Choice } from './Choice.tsx';
import { changeSetting, useSettings } from './settings.ts';
import { Switch } from './Switch.tsx';

/** Switches to try out the rules that a contact centre may have for its agents. */
export function HouseRules(): ReactElement {
  const { stop, pauseLimit, shortcuts } = useSettings();
  return (
    <section className="rules panel" aria-labelledby="rules-title">
      <h2 id="rules-title">House rules</h2>
      <p className="quiet">What a contact centre decides for its agents, once for every call.</p>
      <Switch
        label="Stopping cannot be undone"
        isOn={stop === 'asks-first'}
        onChange={(isOn) => {
          changeSetting('stop', isOn ? 'asks-first' : 'at-once');
        }}
      />
      <Choice
        label="Pause limit"
        value={pauseLimit}
        options={{
          none: 'None',
          reminds: '5 minutes, then a reminder',
          resumes: '1 minute, then it resumes',
        }}
        onChange={(value) => {
          changeSetting('pauseLimit', value);
        }}
      />
      <Switch
        label="Keyboard shortcuts"
        isOn={shortcuts === 'on'}
        onChange={(isOn) => {
          changeSetting('shortcuts', isOn ? 'on' : 'off');
        }}
      />
      {shortcuts === 'on' && (
        <p className="quiet">
          Alt+Shift with S starts, P pauses, R resumes, X stops: on the call that has the focus.
        </p>
      )}
    </section>
  );
}
