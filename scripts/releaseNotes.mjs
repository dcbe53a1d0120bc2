/**
 * Returns what a changelog says of the version that a tag names.
 *
 * @param {string} tag `v0.1.0`
 * @param {string} version as package.json has it
 * @param {string} changelog
 * @returns {string}
 */
export function releaseNotes(tag, version, changelog) {
  if (tag !== `v${version}`)
    throw new Error(
      `The tag is "${tag}" and the version in package.json is ${version}. Nothing was published. Tag the commit with v${version}.`,
    );
  const [, ...sections] = changelog.split(/^## /m);
  const section = sections.find((each) => each.split(/\s/, 1)[0] === version);
  if (section === undefined)
    throw new Error(
      `CHANGELOG.md has no section "## ${version}". Nothing was published. Write what changed for hosts.`,
    );
  const [heading = '', ...lines] = section.split('\n');
  if (heading.includes('unreleased'))
    throw new Error(
      `CHANGELOG.md calls ${version} unreleased. Nothing was published. Write the date instead: "## ${version} (YYYY-MM-DD)".`,
    );
  return lines.join('\n').trim();
}
