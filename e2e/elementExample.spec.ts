// This example shows how a host tests its own page against the mock server. A host imports from
// '@playwright/test', 'tallylight/mock-server' and 'tallylight/testing', and opens its own page.
import { expect, test } from '@playwright/test';
import { createMockServer } from '../src/mock-server/index.ts';
import { simulatedCall, simulatedCallId } from '../src/testing/index.ts';
import { serveEmbedding } from './embedding/serveEmbedding.ts';

test('an agent is told when a pause was refused', async ({ page }) => {
  const callId = simulatedCallId(1);
  const mock = createMockServer({
    calls: [simulatedCall({ id: callId, recordingState: 'Recording' })],
  });
  const { url: gws } = await mock.listen();
  const host = await serveEmbedding(gws, 'plain');
  await page.goto(host.url);

  const widget = page.getByRole('group', { name: 'Call recording, Ada Lovelace' });
  await mock.control({ verb: 'rejectNext', statusCode: 2 });
  await widget.getByRole('button', { name: 'Pause recording' }).click();
  await expect(widget).toContainText('Could not pause. Still recording.');

  await mock.control({ verb: 'supervisorPause', callId });
  await expect(widget).toHaveAttribute('data-recording-state', 'Paused');
  expect(mock.state().requests.filter(({ method }) => method === 'POST')).toMatchObject([
    { operationName: 'PauseCallRecording' },
  ]);
  await host.close();
  await mock.close();
});
