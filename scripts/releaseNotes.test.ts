import { describe, expect, it } from 'vitest';
import { releaseNotes } from './releaseNotes.mjs';

const changelog = `# Changelog

## 0.2.0 (unreleased)

- Soon.

## 0.1.1 (2026-12-01)

- A button was fixed.

## 0.1.0 (2026-11-28)

- All of it.
`;

describe('the notes of a release', () => {
  it('are the section of the changelog for the version', () => {
    expect(releaseNotes('v0.1.1', '0.1.1', changelog)).toBe('- A button was fixed.');
    expect(releaseNotes('v0.1.0', '0.1.0', changelog)).toBe('- All of it.');
  });

  it.each([
    ['the tag is another version than package.json', 'v0.1.1', '0.1.0', /v0\.1\.0/],
    ['the tag has no v', '0.1.1', '0.1.1', /Tag the commit with v0\.1\.1/],
    ['the changelog does not contain it', 'v0.1', '0.1', /has no section "## 0\.1"/],
    ['the changelog calls it unreleased', 'v0.2.0', '0.2.0', /unreleased/],
  ])('are refused when %s', (_, tag, version, message) => {
    expect(() => releaseNotes(tag, version, changelog)).toThrow(message);
  });
});
