const start = '<!-- sizes: npm run size -- --update -->';
const end = '<!-- /sizes -->';
/** The README is rounded, and the gzip or the bundler of another machine may differ by a few bytes. */
const tolerance = 0.3;

/**
 * @typedef {object} SizeRow
 * @property {string} name
 * @property {number} weight in kB, gzipped
 * @property {number} limit
 * @property {readonly string[]} peers with what they weigh
 */

/**
 * @param {readonly SizeRow[]} rows
 * @param {string} measured when the peers were weighed
 */
export function sizeTable(rows, measured) {
  const cells = rows.map(({ name, weight, limit, peers }) => [
    name,
    weight.toFixed(1),
    String(limit),
    peers.join('; '),
  ]);
  return [['', 'kB gzip', 'budget', `lightest peer, ${measured}`], ['-', '-', '-', '-'], ...cells]
    .map((row) => `| ${row.join(' | ')} |`)
    .join('\n');
}

/**
 * Returns the README with this table in the place of the old one.
 *
 * @param {string} readme
 * @param {string} table
 */
export function withTable(readme, table) {
  const [from, to] = place(readme);
  return `${readme.slice(0, from)}\n\n${table}\n\n${readme.slice(to)}`;
}

/**
 * Lists in sentences which figures of the README's table are no longer true.
 *
 * @param {string} readme
 * @param {readonly SizeRow[]} rows
 */
export function driftOf(readme, rows) {
  const [from, to] = place(readme);
  const said = readTable(readme.slice(from, to));
  const known = new Set(rows.map(({ name }) => name));
  return [
    ...rows.flatMap(({ name, weight, limit, peers }) => {
      const row = said.get(name);
      if (!row) return [`${name}: not in the table`];
      return [
        ...difference(name, row.weight, weight),
        ...(row.limit === limit ? [] : [`${name}: its budget is ${limit}, not ${row.limit}`]),
        ...(row.peers === peers.join('; ') ? [] : [`${name}: its peers are not ${row.peers}`]),
      ];
    }),
    ...[...said.keys()].filter((name) => !known.has(name)).map((name) => `${name}: not measured`),
  ];
}

/**
 * @param {string} what
 * @param {number} said
 * @param {number} measured
 */
function difference(what, said, measured) {
  // A missing figure is NaN, and also counts as not near enough.
  const isNear = Math.abs(said - measured) <= tolerance;
  return isNear ? [] : [`${what}: ${measured.toFixed(1)} kB, not ${said}`];
}

/** @param {string} text */
function readTable(text) {
  const rows = text
    .split('\n')
    .map((line) => line.split('|').map((cell) => cell.trim()))
    .filter(([, , weight]) => /^\d/.test(weight ?? ''));
  return new Map(
    rows.map(([, name = '', weight, limit, peers]) => [
      name,
      { weight: Number(weight), limit: Number(limit), peers },
    ]),
  );
}

/**
 * @param {string} readme
 * @returns {[number, number]} where the table begins and ends
 */
function place(readme) {
  const [from, to] = [readme.indexOf(start), readme.indexOf(end)];
  if (from === -1 || to < from) throw new Error(`The README has no place for sizes: ${start}`);
  return [from + start.length, to];
}
