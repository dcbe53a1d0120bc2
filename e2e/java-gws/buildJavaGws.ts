import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = import.meta.dirname;
const target = join(folder, 'target');
const stampFile = join(target, 'built-from');

/** The command that starts the server, or the reason why this machine cannot build it. */
export type JavaGwsBuild = { readonly command: readonly string[] } | { readonly missing: string };

/**
 * Builds the Java server, unless it was built before from the same sources. Only the first build on
 * a machine downloads anything. After that Maven has all of it in its cache, and is run offline.
 *
 * @throws Error with the output of Maven, when the sources do not compile
 */
export function buildJavaGws(): JavaGwsBuild {
  return (built ??= build());
}

let built: JavaGwsBuild | undefined;

function build(): JavaGwsBuild {
  const java = run('java', ['-version']);
  const version = Number(/version "(\d+)/.exec(java.output)?.[1] ?? 0);
  if (version < 17) return { missing: 'Java 17 or later is not installed' };

  const stamp = stampOfSources();
  if (!existsSync(stampFile) || readFileSync(stampFile, 'utf8') !== stamp) {
    if (!run('mvn', ['-v']).isDone) return { missing: 'Maven is not installed' };
    const goal = ['-B', '-q', '-f', join(folder, 'pom.xml'), 'clean', 'process-classes'];
    const attempts = [['-o', ...goal], goal].map((args) => () => run('mvn', args));
    const outputs: string[] = [];
    const isBuilt = attempts.some((attempt) => {
      const { isDone, output } = attempt();
      outputs.push(output);
      return isDone;
    });
    const lastOutput = outputs.at(-1) ?? '';
    if (!isBuilt && /COMPILATION ERROR/.test(lastOutput)) throw new Error(lastOutput);
    if (!isBuilt) return { missing: 'Maven cannot fetch what the server is built from' };
    writeFileSync(stampFile, stamp);
  }
  const classpath = [join(target, 'classes'), join(target, 'lib', '*')].join(
    process.platform === 'win32' ? ';' : ':',
  );
  // The server is started often and does not run for long.
  const flags = ['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', '-Xmx96m', '-Xshare:auto'];
  // Its log messages about broken connections are expected, because the tests break them.
  const quiet = '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn';
  return { command: ['java', ...flags, quiet, '-cp', classpath, 'tallylight.gws.Main'] };
}

function stampOfSources(): string {
  const hash = createHash('sha256');
  const sources = readdirSync(join(folder, 'src'), { recursive: true, withFileTypes: true });
  const files = sources.filter((entry) => entry.isFile());
  for (const file of files.map(({ parentPath, name }) => join(parentPath, name)).sort())
    hash.update(readFileSync(file));
  return hash.update(readFileSync(join(folder, 'pom.xml'))).digest('hex');
}

function run(command: string, args: readonly string[]): { isDone: boolean; output: string } {
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8' });
  return { isDone: status === 0, output: `${stdout ?? ''}${stderr ?? ''}` };
}
