/** The fences of the screen hold: what a panel may import, by the linter's own word. */
import { ESLint } from 'eslint';
import { expect, it } from 'vitest';
import { ROOT } from '../helpers/child.ts';

const linter = new ESLint({ cwd: ROOT, overrideConfigFile: `${ROOT}/.config/eslint.config.js` });
/** What is wrong with this import in this file. */
async function said(file: string, from: string): Promise<string> {
  const [{ messages } = { messages: [] }] = await linter.lintText(`import { x } from '${from}';\nexport const y = x;\n`, { filePath: `${ROOT}/${file}` });
  return messages.map(({ message }) => message).join();
}

it.each([
  ['screen/panels/loop/stages.ts', '../league/league.ts', 'panels never import panels'],
  ['screen/panels/loop/stages.ts', '../../panels/league/league.ts', 'panels never import panels'],
  ['screen/panels/loop/stages.ts', '../../../mock-feeds/clock.ts', 'the screen never reads the simulator'],
  ['screen/panels/loop/stages.ts', '../../../server/push/index.ts', 'the screen shares only server/wire'],
  ['screen/panels/loop/stages.ts', '../../../server/config.ts', 'the screen shares only server/wire'],
  ['screen/wall/layout.ts', '../../server/store/keys.ts', 'the screen shares only server/wire'],
  ['screen/wall/layout.ts', '../../mock-feeds/clock.ts', 'the screen never reads the simulator'],
])('%s may not import %s', async (file, from, why) => { expect(await said(file, from)).toContain(why); });

it.each([
  ['screen/panels/loop/stages.ts', '../../charts/bars.ts'], ['screen/panels/loop/stages.ts', './other.ts'], ['screen/panels/loop/stages.ts', '../../../server/wire/counters.ts'],
  ['screen/wall/layout.ts', '../../server/wire/scene.ts'], ['screen/wall/panels.ts', '../look/panel-type.ts'],
])('%s may import %s', async (file, from) => { expect(await said(file, from)).toBe(''); });
