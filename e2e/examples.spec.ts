import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, test } from './desktop.ts';

// Each example of the README is started with the command that the README shows.

const root = fileURLToPath(new URL('..', import.meta.url));
const readme = readFileSync(`${root}/README.md`, 'utf8');
const { scripts } = JSON.parse(readFileSync(`${root}/package.json`, 'utf8')) as {
  scripts: Readonly<Record<string, string>>;
};
const commands = [...readme.matchAll(/^npm run (example) -- (\w+)/gm)];

test('the README shows the commands for five examples', () => {
  expect(commands.map(([, , name]) => name)).toEqual([
    'react',
    'plain',
    'elements',
    'frame',
    'server',
  ]);
});

for (const [line, script = '', name = ''] of commands) {
  test(`${line} shows a recording and pauses it`, async ({ page, request }) => {
    const [node, ...file] = scripts[script]?.split(' ') ?? [];
    expect(node).toBe('node');
    const example = spawn(process.execPath, [...file, name], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    try {
      const [firstLine] = (await Promise.race([
        once(createInterface(example.stdout), 'line'),
        once(example, 'exit').then(() => ['It ended.']),
      ])) as string[];
      const address = /http:\S+/.exec(firstLine ?? '')?.[0] ?? '';
      expect(address, firstLine).not.toBe('');
      if (name === 'server') {
        const sent = await (await request.get(address)).text();
        expect(sent).toContain('Checking…');
        expect(sent).not.toContain('<button');
      }

      await page.goto(address);
      const shown = name === 'frame' ? page.frameLocator('iframe') : page;
      const recording = shown.locator('[role=group][data-recording-state=Recording]').first();
      await recording.getByRole('button', { name: 'Pause recording' }).click();
      // In the example, a second call is paused from the start. The page with all elements also
      // shows that call in two more places and the first call in another one.
      const resume = shown.getByRole('button', { name: 'Resume recording' });
      await expect(resume).toHaveCount(name === 'elements' ? 3 : name === 'react' ? 2 : 1);
    } finally {
      example.kill();
      if (example.exitCode === null) await once(example, 'exit');
    }
  });
}
